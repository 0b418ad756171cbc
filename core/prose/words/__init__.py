"""Words (文字): the lexicon, doubled words, links, and personal numbers."""
