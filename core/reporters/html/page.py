"""The page as text (网页): the template filled in, with its style and script in it and everything else shut out."""

from __future__ import annotations

import base64
import hashlib
import os
from typing import TYPE_CHECKING

from gouji import __version__, i18n
from gouji.explain import SEVERITIES
from gouji.outcome import Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.html import view
from gouji.reporters.verdict import counted, left_out, verdict
from gouji.reporters.wording import printable

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = os.path.dirname(__file__)
_SIGNS = {"error": "✕", "warning": "▲", "info": "●"}
"""What tells the severities apart where colours do not."""
LANGUAGES = {"zh": "zh-Hans", "en": "en"}
"""The languages of messages, as a page says which is its own."""


def write(outcome: Outcome, options: ReportOptions) -> str:
    """The outcome as one page of HTML that needs nothing else, ending in a line break."""
    from markupsafe import Markup

    files = [view.file_view(outcome, result, index) for index, result in enumerate(outcome.files, 1)]
    own = view.of_no_file(outcome)
    problems = [*own, *(problem for file in files for problem in file.problems)]
    style, script = contents("page.css"), contents("page.js")
    return (
        environment()
        .get_template("page.jinja")
        .render(
            language=LANGUAGES[i18n.in_use()],
            version=__version__,
            policy=f"default-src 'none'; base-uri 'none'; style-src {_hash(style)}; script-src {_hash(script)}",
            style=Markup(style),  # our own file, as it is
            script=Markup(script),
            outcome=outcome,
            verdict=verdict(outcome.files),
            counted=counted(problem.severity for problem in problems),
            left_out=left_out(outcome),
            files=files,
            own=own,
            problems=problems,
            names={severity.key: i18n._(name) for severity, name in SEVERITIES.items()},
            severities=view.by_severity(problems),
            families=view.by_family(problems),
            rules=view.rule_views(outcome, problems),
        )
    )


def environment(*folders: str) -> Environment:
    """The templates here, and in further folders (模板): everything that is filled in is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader([*folders, _FOLDER]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    made.filters.update(printable=printable, translated=i18n._)
    made.globals.update(_=i18n._, signs=_SIGNS, rules_page="")
    return made


def contents(name: str, folder: str = _FOLDER) -> str:
    """A style sheet or script that stands beside the templates."""
    with open(os.path.join(folder, name), encoding="utf-8") as stream:
        return stream.read()


def _hash(text: str) -> str:
    """What a browser wants to be told of the one style or script that it may use."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
