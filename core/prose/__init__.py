"""The narrative (正文): what its sentences say, cite and date, each with its place.

``passages`` puts the running text together, ``fulltext`` all that is printed. ``counting`` reads figures and binds them
to the cells that they restate, ``citing`` reads what is cited and knows the instruments, ``dating`` reads dates, the
year and the filer, ``words`` looks for words, links and personal numbers.
What they read is read when a rule first asks, and shared by all rules.
"""
