"""Judging (判定): which rules' findings count, and how gravely. Nothing else decides this.

What the user wants is said in layers: the configuration, its overrides for the file, the command line. A later layer
that says anything about a rule decides over the earlier ones. Within a layer the longer selector wins (``A101`` over
``A10`` over ``A``), and ``ignore`` wins over ``select`` of the same length.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from gouji.finding import Finding, Severity
from gouji.i18n import _
from gouji.rule import FAMILIES, Rule
from gouji.usage import UsageError, unknown

KEPT = ("X001", "X002", "X004")
"""The codes that say that something was not checked: they are reported whatever is selected."""

_EXACT = 99


class Layer(NamedTuple):
    """What one source says about rules (一层设置).

    select: None where the layer does not start anew. unfixable: the rules whose findings are never mended.
    source: the configuration file, for errors.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    unfixable: tuple[str, ...] = ()
    source: str = ""


class Verdict(NamedTuple):
    """The layers, worked out for the catalogue (判定): the selected codes, and the severities that were changed.

    mended: the codes of the rules whose findings may be mended: the selected ones, and quiet ones that no layer speaks
    against, but for those that are said to be unfixable.
    """

    selected: frozenset[str]
    severities: Mapping[str, Severity]
    mended: frozenset[str] = frozenset()

    def apply(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that count, in document order, each with the severity that the user gives it."""
        counting = (finding for finding in findings if finding.code in self.selected)
        return tuple(sorted(map(self._graded, counting), key=_document_order))

    def _graded(self, finding: Finding) -> Finding:
        severity = self.severities.get(finding.code)
        if severity is not None:
            finding = finding._replace(severity=severity)
        return finding if finding.fix is None or finding.code in self.mended else finding._replace(fix=None)


def find(word: str, rules: Mapping[str, Rule]) -> Rule:
    """The rule with this code or name. Raises UsageError for an unknown one."""
    if found := rules.get(word.upper()):
        return found
    for rule in rules.values():
        if rule.name == word.lower():
            return rule
    known = [*rules, *(rule.name for rule in rules.values())]
    raise unknown(_("没有规则 {word}").format(word=word), word, known)


def decide(layers: Sequence[Layer], rules: Mapping[str, Rule]) -> Verdict:
    """Work out what the layers, the earliest first, mean for each rule. Raises UsageError for an unknown selector."""
    chosen = dict.fromkeys(rules, True)
    spoken_of: set[str] = set()
    unfixable: set[str] = set()
    severities: dict[str, Severity] = {}
    for layer in layers:
        try:
            choices = _choices(layer, rules)
            chosen |= choices
            spoken_of |= choices.keys()
            severities |= _severities(layer.severity, rules)
            unfixable |= _weights(layer.unfixable, rules).keys()
        except UsageError as error:
            raise UsageError(_("：").join(filter(None, (layer.source, str(error))))) from error
    wanted = frozenset(code for code in chosen if chosen[code])
    quiet = {code for code in wanted if rules[code].quiet and code not in spoken_of}
    return Verdict((wanted - quiet).union(KEPT), severities, wanted - unfixable)


def codes_of(word: str, rules: Mapping[str, Rule]) -> list[str]:
    """The codes of the rules that a selector means, none that must be kept. Raises UsageError for an unknown one."""
    return [code for code in _resolve(word, rules, refuse=KEPT)[0] if code not in KEPT]


def _choices(layer: Layer, rules: Mapping[str, Rule]) -> dict[str, bool]:
    """Whether the layer wants a rule, for each rule that it says anything about."""
    selected = _weights((*(layer.select or ()), *layer.extend_select), rules)
    ignored = _weights(layer.ignore, rules, refuse=KEPT)
    spoken_of = rules if layer.select is not None else selected.keys() | ignored.keys()
    return {code: selected.get(code, -1) > ignored.get(code, -1) for code in spoken_of}


def _severities(wanted: Iterable[tuple[str, Severity]], rules: Mapping[str, Rule]) -> dict[str, Severity]:
    """The severity wanted for each code: that of its longest selector."""
    resolved = [(*_resolve(word, rules, refuse=KEPT), severity) for word, severity in wanted]
    resolved.sort(key=lambda entry: entry[1])
    return {code: severity for codes, _weight, severity in resolved for code in codes if code not in KEPT}


def _weights(words: Iterable[str], rules: Mapping[str, Rule], refuse: Sequence[str] = ()) -> dict[str, int]:
    """The length of the longest selector that meets each code."""
    weights: dict[str, int] = {}
    for word in words:
        codes, weight = _resolve(word, rules, refuse)
        for code in codes:
            weights[code] = max(weight, weights.get(code, -1))
    return weights


def _resolve(word: str, rules: Mapping[str, Rule], refuse: Sequence[str]) -> tuple[list[str], int]:
    """The codes that a selector means, and its weight: the length of the prefix, more for one rule by code or name."""
    prefix = {name: letter for letter, name in FAMILIES.items()}.get(word.lower(), word.upper())
    letters = prefix.isalpha()  # then all of them: N is not the beginning of NX301
    codes = [code for code in rules if code.startswith(prefix) and not (letters and code[len(prefix)].isalpha())]
    if codes and prefix not in rules:
        return codes, len(prefix)
    if prefix in FAMILIES:
        return [], 1
    try:
        code = find(word, rules).code
    except UsageError as error:
        known = [*rules, *(rule.name for rule in rules.values()), *FAMILIES.values()]
        raise unknown(_("没有规则或类别 {word}").format(word=word), word, known) from error
    if code in refuse:
        raise UsageError(
            _("{code} 说明有内容没有检查，不能忽略或改变严重程度；不想检查的文件请用 exclude 排除").format(code=code)
        )
    return [code], _EXACT


def _document_order(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    return (place.page or 0, place.line, place.column, place.cell or "", finding.code)
