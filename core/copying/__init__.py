"""Copying (内容雷同): which narratives repeat another, that of the year before or of another agency.

``signing`` takes from one report what is compared, in the agency's ``own_words``; ``candidates`` finds in the ledger
which reports may be alike, ``comparing`` tells how much they are, and ``copies`` is what rules ask.
"""
