"""Messages in the user's language (本地化). The source language is Chinese; catalogues are gettext's.

``_`` translates when it is called; ``N_`` only marks a text for the catalogue, to be translated when it is shown.
"""

from __future__ import annotations

import gettext
import os

LANGUAGES = ("zh", "en")
FOLDER = os.path.join(os.path.dirname(__file__), "locale")

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "zh"


def use(language: str) -> None:
    """Show messages in ``language`` (one of :data:`LANGUAGES`) from now on, in this process."""
    global _catalogue, _language  # noqa: PLW0603  # a process speaks one language at a time
    _language = language
    if language == "zh":
        _catalogue = gettext.NullTranslations()
        return
    with open(os.path.join(FOLDER, language, "LC_MESSAGES", "gouji.mo"), "rb") as stream:
        _catalogue = gettext.GNUTranslations(stream)


def in_use() -> str:
    """The language that messages are shown in."""
    return _language


def _(message: str) -> str:
    """The message in the language in use, itself if the catalogue has none."""
    return _catalogue.gettext(message) if message else message


def N_(message: str) -> str:
    """The message itself: marks it for the catalogue."""
    return message
