"""The language of a run (界面语言), which must be known before the commands with their help are made."""

from __future__ import annotations

import gettext
import os
from collections.abc import Sequence
from itertools import pairwise

from gouji import i18n
from gouji.config.search import Configurations
from gouji.i18n import LANGUAGES, _
from gouji.usage import UsageError

VARIABLE = "GOUJI_LANG"


def wanted(arguments: Sequence[str]) -> str:
    """The language that the user wants: from the command line, the environment or the configuration, else Chinese."""
    given = _option("--lang", arguments)
    if given in LANGUAGES:
        return given
    from_environment = os.environ.get(VARIABLE, "")
    if from_environment in LANGUAGES:
        return from_environment
    if from_environment:
        raise UsageError(_("环境变量 {name} 应为 zh 或 en").format(name=VARIABLE))
    named = _option("--config", arguments)
    try:
        run = Configurations(named or None, isolated="--isolated" in arguments).run
    except UsageError:  # the command will say so
        return "zh"
    return run.lang or "zh"


def speak(language: str) -> None:
    """Put all messages into this language, click's own too."""
    i18n.use(language)
    # Click translates its texts with gettext's current domain; this is how gettext is told of language and catalogue.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("click", i18n.FOLDER)
    gettext.textdomain("click")


def _option(name: str, arguments: Sequence[str]) -> str:
    """The value of an option, the last if there are several; empty if there is none."""
    value = ""
    for argument, following in pairwise([*arguments, ""]):
        if argument == name:
            value = following
        elif argument.startswith(f"{name}="):
            value = argument.partition("=")[2]
    return value
