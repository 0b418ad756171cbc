"""What is known of the instruments that reports cite (文件名录): titles, numbers, dates, numbers of articles."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from gouji.entries import Fault, Path, Shape, checked, count, some_of, table_of, text, texts
from gouji.i18n import _
from gouji.model import Additions
from gouji.prose.citing.issue_numbers import IssueNumber, issue_number
from gouji.readymade import ready_made
from gouji.ruleset import load


class Instrument(NamedTuple):
    """A law, regulation, document or standard (文件).

    numbers: its numbers as :class:`IssueNumber` has them; those by which it was amended too.
    issued, in_force, until: ISO dates, of which day or month may be missing; empty if unknown. ``until`` is the first
    day on which it is no longer to be cited as in force, ``replaced_by`` the number or title of what replaced it.
    articles: how many it has, None if unknown. items, paragraphs: how many an article has, by ``20`` or ``29.2``.
    unverified: the names of the facts above that nobody has checked.
    """

    title: str
    numbers: tuple[str, ...] = ()
    issuer: str = ""
    issued: str = ""
    in_force: str = ""
    until: str = ""
    replaced_by: str = ""
    articles: int | None = None
    items: Mapping[str, int] = {}
    paragraphs: Mapping[str, int] = {}
    unverified: tuple[str, ...] = ()

    def sure(self, fact: str) -> bool:
        """Whether a fact has been checked."""
        return fact not in self.unverified

    @property
    def name(self) -> str:
        """Title and number as they are cited."""
        number = f"（{self.numbers[0]}）" if self.numbers else ""
        return f"《{self.title.replace('《', '〈').replace('》', '〉')}》{number}"


class Registry(NamedTuple):
    """The known instruments (文件名录) by what they are called.

    by_number: by :attr:`IssueNumber.key`. by_title: by :func:`title_key`. misquoted: by known misquotations.
    miscited: by wrong numbers that it is known by, with the words that show that it is meant.
    codes: the codes of the issuers in the numbers. issuers: names with which a title may begin, or not.
    miswritten: codes that no issuer has, with what they stand for. past: words that tell of what is no longer in force.
    """

    by_number: dict[str, tuple[Instrument, ...]]
    by_title: dict[str, tuple[Instrument, ...]]
    misquoted: dict[str, Instrument]
    miscited: dict[str, tuple[Instrument, tuple[str, ...]]]
    codes: frozenset[str]
    issuers: tuple[str, ...]
    miswritten: Mapping[str, str]
    past: tuple[str, ...]

    def titled(self, title: str) -> tuple[Instrument, ...]:
        """The instruments that a quoted title stands for."""
        return self.by_title.get(title_key(title, self.issuers), ())

    def misquoted_as(self, title: str) -> Instrument | None:
        """The instrument of which a title is a known misquotation."""
        return self.misquoted.get(_named(title, self.issuers))


_TEXTS = ("title", "issuer", "replaced_by")
_DATES = ("issued", "in_force", "until")
_LISTS = ("short", "misquoted", "miscited", "about")
_DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_COUNTRY = "中华人民共和国"


@cache
def instruments(additions: Additions) -> Registry:
    """The registry of the bundled instruments and those that local rulesets add. Raises RulesetError."""
    bundled = bundled_instruments()
    local = [each for file, entries in additions.entries("instruments") for each in _declared(entries, file)]
    if not local:
        return bundled
    whole = _registry(local, bundled)
    return whole._replace(
        by_number={**bundled.by_number, **whole.by_number},
        by_title={**bundled.by_title, **_joined(bundled.by_title, whole.by_title)},
        misquoted={**bundled.misquoted, **whole.misquoted},
        miscited={**bundled.miscited, **whole.miscited},
        codes=bundled.codes | whole.codes,
    )


@ready_made(())
def bundled_instruments() -> Registry:
    """The registry of the instruments that gouji knows by itself."""
    data = load("instruments")
    past = tuple(data["past"]["words"])
    empty = Registry({}, {}, {}, {}, frozenset(), tuple(data["issuers"]), data["miswritten"], past)
    return _registry(_declared(data["instruments"], "instruments.toml"), empty)


def title_key(title: str, issuers: Iterable[str] = ()) -> str:
    """A title without what may be left out or written otherwise when it is quoted.

    Inner marks, remarks in brackets, 中华人民共和国, the issuer at its beginning, 的通知 at its end.

    >>> title_key("国务院办公厅关于印发〈管理办法〉（试行）的通知", ["国务院办公厅"])
    '关于印发管理办法'
    """
    key = title
    if "（" in key or "(" in key:
        key = re.sub(r"[（(][^（）()]*[）)]", "", key)
    return _named(key, issuers).replace(_COUNTRY, "")


def _named(title: str, issuers: Iterable[str]) -> str:
    """A title without marks, issuers and 的通知."""
    key = title.translate(_LEFT_OUT)
    while name := next((name for name in issuers if key.startswith(name) and len(key) > len(name)), ""):
        key = key.removeprefix(name)  # there may be two: 中共中央办公厅 国务院办公厅
    return key.removesuffix("通知").removesuffix("的") if key.endswith("通知") else key


_LEFT_OUT = str.maketrans("", "", "《》〈〉‹›<>“”‘’\"' 　、，,·")


def embedded(key: str) -> str:
    """The key of what is issued: 政府网站发展指引 of 关于印发政府网站发展指引; the whole key if nothing is."""
    for word in ("关于印发", "印发"):
        if key.startswith(word):
            return key.removeprefix(word)
    return key


def _registry(entries: Iterable[tuple[Instrument, Mapping[str, Any]]], common: Registry) -> Registry:
    by_number: dict[str, tuple[Instrument, ...]] = {}
    by_title: dict[str, tuple[Instrument, ...]] = {}
    misquoted: dict[str, Instrument] = {}
    miscited: dict[str, tuple[Instrument, tuple[str, ...]]] = {}
    codes = set()
    for instrument, entry in entries:
        for number in instrument.numbers:
            by_number[number] = (*by_number.get(number, ()), instrument)
            codes.add(re.split("[〔第0-9]", number, maxsplit=1)[0])
        key = title_key(instrument.title, common.issuers)
        shorts = (title_key(short, common.issuers) for short in entry.get("short", ()))
        for name in dict.fromkeys((key, embedded(key), *shorts)):
            by_title[name] = (*by_title.get(name, ()), instrument)
        for wrong in entry.get("misquoted", ()):
            misquoted[_named(wrong, common.issuers)] = instrument
        for wrong in entry.get("miscited", ()):
            miscited[wrong] = instrument, tuple(entry.get("about", ()))
    return common._replace(
        by_number=by_number, by_title=by_title, misquoted=misquoted, miscited=miscited, codes=frozenset(codes)
    )


def _joined(
    bundled: Mapping[str, tuple[Instrument, ...]], local: Mapping[str, tuple[Instrument, ...]]
) -> dict[str, tuple[Instrument, ...]]:
    return {key: bundled.get(key, ()) + found for key, found in local.items()}


# ── Reading the entries ──────────────────────────────────────────────────────────────────────────


def _declared(entries: Any, file: str) -> list[tuple[Instrument, Mapping[str, Any]]]:
    """The instruments that a ruleset declares, each with its entry. Raises RulesetError."""
    return [(_instrument(entry), entry) for entry in checked(file, "instruments", entries, _SHAPE)]


def _instrument(entry: Mapping[str, Any]) -> Instrument:
    return Instrument(
        **{name: entry.get(name, "") for name in (*_TEXTS, *_DATES)},
        numbers=tuple(found.key for number in entry.get("numbers", ()) if (found := _issue_number(number))),
        articles=entry.get("articles"),
        items=entry.get("items", {}),
        paragraphs=entry.get("paragraphs", {}),
        unverified=tuple(entry.get("unverified", ())),
    )


def _issue_number(written: str) -> IssueNumber | None:
    """The number that is written, None if it is not well formed."""
    found = issue_number("".join(written.split()))
    return None if found is None or found.faults or not found.key else found


def _numbers(value: Any, at: Path) -> Iterator[Fault]:
    faults = list(texts(value, at))
    yield from faults
    for index, number in enumerate(() if faults else value):
        if _issue_number(number) is None:
            sentence = _("“{number}”不是规范的字号，应写作国办发〔2022〕8号、国务院令第711号或者GB/T 9704—2012")
            yield Fault((*at, index), sentence.format(number=number))


def _date(value: Any, at: Path) -> Iterator[Fault]:
    if not isinstance(value, str) or not re.fullmatch(_DATE, value):
        yield Fault(at, _('应是日期，如"2019-05-15"，可以只写到月或者年'))


_SHAPE = Shape(
    {
        **dict.fromkeys(_TEXTS, text),
        **dict.fromkeys(_DATES, _date),
        **dict.fromkeys(_LISTS, texts),
        "numbers": _numbers,
        "articles": count,
        **dict.fromkeys(("items", "paragraphs"), table_of(count)),
        "unverified": some_of(Instrument._fields[:-1]),
    },
    ("title",),
)
