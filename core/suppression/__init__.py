"""Suppressions (例外): what somebody has written down as not to be reported, why, and until when.

Three places can hold them: comments in the source of a text or a page, a file beside a report, the configuration.
"""
