"""Audits (汇总核查): many reports at once, across years and agencies.

``harvest`` takes from one report what is kept of it, ``ledger`` keeps it, ``roster`` says who must file and
``attribution`` whose report is whose; ``auditing`` runs it all, and ``collected`` gives what was found.
"""
