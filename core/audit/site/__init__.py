"""The site (网站): what an audit found, as static pages that open from a disk and need nothing else.

:mod:`census` counts, :mod:`dossiers` gathers what is known of one agency after the other, :mod:`pages` draws, and
:mod:`folder` writes only what has changed. Everything is asked of the ledger; no more than fifty agencies stand in
memory with their reports.
"""
