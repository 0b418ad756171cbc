"""The narrative (正文): what its sentences say, cite and date, each with its place.

``passages`` puts the running text together, ``numerals`` and ``figures`` read its numbers, ``dates`` its dates and
statistics periods, ``citations`` the instruments that it names, ``instruments`` what is known of them, ``links`` its
addresses, ``filer`` who reports; ``statements`` binds figures to the cells of the tables that they restate, ``lexicon``
finds many words at once. What they read is read when a rule first asks, and shared by all rules.
"""
