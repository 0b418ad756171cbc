"""Random valid reports, and every way in which real copies of them are laid out, labelled and encoded.

Written from the printed form and from published reports, not from the grammars: it is the other witness.
"""
