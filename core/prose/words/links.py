"""Links (链接): the addresses of sites that the narrative gives or leads to, and whether they can work at all."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from gouji.document import Address, Paragraph, Place
from gouji.model import Report, reading
from gouji.prose.fulltext import full_text
from gouji.prose.passages import Passage, half_width, lowered, passages
from gouji.readymade import ready_made
from gouji.ruleset import load

_SIGNS = ("http", "www", ".cn", ".com", ".net", ".org")
_TOP = "(?:cn|com|net|org|gov|edu|info|top|xyz|vip|cc|me|io|co|club|site|shop|tv|online|app|asia|biz|hk|mo|tw)"
_SCHEME = r"https?(?:\s{0,2}[:;]\s{0,2}[/\\]{1,3}|\s{0,2}//)"
_NAME = rf"(?<![@a-z0-9._/-])[a-z0-9](?:[a-z0-9-]*\.)+{_TOP}(?![a-z0-9.-]*[a-z0-9])"
_TORN_NAME = r"(?<![@a-z0-9._/-])www(?:\s*[.。,]\s+|[。,]\s*|\.\.+)[a-z0-9][a-z0-9.。-]*"
_TORN_END = rf"(?<![@a-z0-9._/-])www\.[a-z0-9.-]*[a-z0-9](?:\s+\.|\.\s+){_TOP}(?![a-z0-9-])"
_HOST = r"[a-z0-9][a-z0-9._-]*"
_REST_OF_TORN = rf"\s+[a-z0-9.-]*?\.?{_TOP}(?:\.{_TOP})?(?![a-z0-9-])"
_WIDE_STOP = r"(?:(?<=www)[。,]|[。,](?=(?:gov|com|net|org|edu|cn)(?![a-z])))"
_PATH = r"[a-z0-9%&=?#/_.,:;~+-]*[a-z0-9/=#]"
_FARTHEST_NAME = 48

_TARGET = r"https?:[/\\]*(?P<host>[^/\\?#:]*)"
_LAME_TARGET = r"https?\s*(?:[;/\\]|:\s)|www\.[a-z0-9-]+\.|file:"
"""What a link cannot lead to: without a proper scheme it leads to a page beside its own, or into the editor's disk."""


class LinkFault(Enum):
    """Why a link cannot work (链接错误)."""

    BLANK = "blank"
    """A blank inside."""
    WIDTH = "width"
    """Full-width characters or a Chinese full stop inside."""
    SCHEME = "scheme"
    """A damaged or doubled ``http://``."""
    DOTS = "dots"
    """Two dots next to each other."""
    HOST = "host"
    """Nothing, or no name of a host, behind ``http://``."""


class Link(NamedTuple):
    """The address of a site (链接).

    text: as printed, or what its words lead to. host: its host's name in lower case, empty if it has none that can be
    read. fault: why it cannot work, None if it can. before: what stands before it in its sentence, without blanks, in
    half width; words that lead somewhere are a part of that, unless they are an address themselves.
    """

    text: str
    host: str
    place: Place
    fault: LinkFault | None
    before: str


@reading
def links(report: Report) -> tuple[Link, ...]:
    """The links in the narrative of a report, in document order; e-mail addresses are none.

    >>> from gouji.testing import report
    >>> [(link.host, link.fault) for link in links(report("见门户网站（http:// www.qingtang.gov.cn）。"))]
    [('www.qingtang.gov.cn', <LinkFault.BLANK: 'blank'>)]
    """
    found = list(_addressed(report)) if report.document.addresses else []
    text = full_text(report).text
    if any(sign in text for sign in _SIGNS):
        texts = passages(report)
        for earlier, passage in zip((None, *texts), texts, strict=False):
            found += _links(passage, earlier)
    return tuple(sorted(found, key=lambda link: link.place[:2]))


@ready_made(())
def government_domains() -> tuple[str, ...]:
    """The endings of the names that only governments have (政府域名)."""
    return tuple(load("sites")["government"])


@ready_made(())
def known_domains() -> tuple[str, ...]:
    """The endings of names of platforms that a government also uses, such as the press and social media (常用平台)."""
    return tuple(load("sites")["platforms"])


def is_within(host: str, domains: tuple[str, ...]) -> bool:
    """Whether a host is one of the domains or lies within one.

    >>> is_within("www.qingtang.gov.cn", ("gov.cn",)), is_within("www.mygov.cn", ("gov.cn",))
    (True, False)
    """
    return f".{host}".endswith(tuple(f".{domain}" for domain in domains))


# ── what words lead to ───────────────────────────────────────────────────────────────────────────


def _addressed(report: Report) -> Iterator[Link]:
    """The links behind words of the report itself, not of a page around it: those to other sites, or to nothing.

    Words that name the site are judged as they are printed.
    """
    lines = {
        line: (paragraph, offset - column)
        for paragraph in _own_text(report)
        for offset, line, column in paragraph.starts
    }
    for address in report.document.addresses:
        if address.place.line not in lines:
            continue
        judged = _judged(address.target.strip())
        if judged is not None and not (judged[1] is None and judged[0] in lowered(half_width(address.text))):
            paragraph, shift = lines[address.place.line]
            before = _led_from(address, paragraph, address.place.column + shift)
            yield Link(address.target, judged[0], address.place, judged[1], before)


def _own_text(report: Report) -> Iterator[Paragraph]:
    """The narrative up to the signature; only its sentences where a page may have added lines."""
    from gouji.prose.dating.signing import signed

    day = signed(report)
    first = report.title.place.end_line if report.title else 0
    for paragraph in report.preamble:
        if paragraph.line > first and "。" in paragraph.text:
            yield paragraph
    for section in report.sections:
        for paragraph in section.paragraphs:
            if "。" in paragraph.text if day is None else paragraph.line <= day.place.line:
                yield paragraph


def _judged(target: str) -> tuple[str, LinkFault | None] | None:
    """The host that a link leads to and what is wrong with it; None for what leads nowhere else.

    Other than in print, slashes too many and full-width letters do no harm here: browsers put them right.
    """
    text = lowered(target)
    match = re.match(_TARGET, text)
    host = match["host"].rpartition("@")[2] if match else ""
    if match is None or re.match(_LAME_TARGET, text):
        wide = half_width(text)
        lame = re.match(_LAME_TARGET, wide) is not None or (wide != text and re.match(_TARGET, wide) is not None)
        return ("", LinkFault.SCHEME) if lame else None
    if not host.strip():
        return "", LinkFault.HOST
    if host in ("http", "https"):
        return "", LinkFault.SCHEME
    if any(map(str.isspace, host)):
        return _host(host), LinkFault.BLANK
    host = _host(half_width(host))
    return host, LinkFault.DOTS if ".." in host else None


def _led_from(address: Address, paragraph: Paragraph, start: int) -> str:
    """What stands before a link's target in its sentence: the words too, unless they are an address."""
    text = lowered(half_width(paragraph.text))
    is_address = re.search(_NAME, lowered(half_width(address.text))) is not None
    return _before(text, start if is_address else start + len(address.text))


# ── what is printed ──────────────────────────────────────────────────────────────────────────────


def _links(passage: Passage, earlier: Passage | None) -> Iterator[Link]:
    """The links of a passage; the one before it may say whose site it is, if a page breaks in front of a link."""
    printed = passage.paragraph.text
    text = lowered(half_width(printed))
    if not any(sign in text for sign in _SIGNS):
        return
    end = 0
    for match in re.finditer(rf"(?P<scheme>{_SCHEME})|(?P<torn>{_TORN_NAME}|{_TORN_END})|{_NAME}", text):
        if match.start() < end:
            continue
        if match["scheme"]:
            end, host, fault = _with_scheme(printed, text, match)
        else:
            end, host, fault = match.end(), _host(match[0]), _fault_of_name(printed, match)
        place = passage.paragraph.place_of(match.start(), end)
        before = _before(text, match.start())
        if not before and earlier is not None and earlier.plain.endswith((":", "(", "为", "是")):
            before = _before(earlier.plain, len(earlier.plain))
        yield Link(printed[match.start() : end], host, place, fault, before)


def _with_scheme(printed: str, text: str, match: re.Match[str]) -> tuple[int, str, LinkFault | None]:
    """The end of a link that begins with a scheme, its host, and what is wrong with it."""
    start, at = match.span()
    scheme = printed[start:at]
    fault = None
    if scheme.lower() not in {"http://", "https://"}:
        blank = any(map(str.isspace, scheme))
        fault = LinkFault.BLANK if blank else LinkFault.WIDTH if not scheme.isascii() else LinkFault.SCHEME
    while again := re.compile(r"https?:?/*").match(text, at):
        at, fault = again.end(), fault or LinkFault.SCHEME
    if gap := re.compile(r"\s+(?=[a-z0-9])").match(text, at):
        at, fault = gap.end(), fault or LinkFault.BLANK
    name = re.compile(_HOST).match(text, at)
    if name is None:
        following = text[at : at + 1]
        empty = not (following.isalnum() or (not following and fault is None))
        return at, "", fault or (LinkFault.HOST if empty else None)
    end, torn = _rest_of_host(text, name.end())
    host = _host(text[at:end])
    fault = fault or torn or _fault_of_host(printed, at, end)
    path = re.compile(_PATH).match(text, end)
    if path is not None and text[end] in "/:?#":
        if fault is None and not printed[end].isascii():
            fault = LinkFault.WIDTH
        end = path.end()
    return max(end, at), host, fault


def _host(name: str) -> str:
    """The name of a host as it was meant, as far as that can be told."""
    return re.sub(r"\s", "", name).replace("。", ".").replace(",", ".").rstrip(".")


def _rest_of_host(text: str, end: int) -> tuple[int, LinkFault | None]:
    """Where a host's name ends that may be torn apart, and by what."""
    if text.startswith(("。", ","), end) and (stop := re.compile(_WIDE_STOP).match(text, end)):
        rest = re.compile(r"[a-z0-9.。-]*[a-z0-9]").match(text, stop.end())
        return (rest.end() if rest else end), LinkFault.WIDTH
    known = re.compile(rf".*\.{_TOP}").fullmatch(text, max(0, end - _FARTHEST_NAME), end)
    if known is None and (rest := re.compile(_REST_OF_TORN).match(text, end)):
        return rest.end(), LinkFault.BLANK
    while text[end - 1] in "._-":
        end -= 1
    return end, None


def _fault_of_host(printed: str, start: int, end: int) -> LinkFault | None:
    host = printed[start:end]
    if not host.isascii():
        return LinkFault.WIDTH
    return LinkFault.DOTS if ".." in host else None


def _fault_of_name(printed: str, match: re.Match[str]) -> LinkFault | None:
    name = printed[match.start() : match.end()]
    if any(map(str.isspace, name)):
        return LinkFault.BLANK
    if not name.isascii() or "," in name:
        return LinkFault.WIDTH
    return LinkFault.DOTS if ".." in name else None


def _before(text: str, start: int) -> str:
    """What stands before a link in its sentence."""
    sentence = re.split("[。;!?]", text[max(0, start - _FARTHEST_NAME) : start])[-1]
    return "".join(sentence.split())
