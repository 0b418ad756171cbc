"""The figures of the province, year by year: true within each report, from year to year, and from level to level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from generation import form
from generation.form import Key

from province.agencies import Agency

Counts = Counter[Key]
"""The figures of tables 三 and 四 that are not sums of others, by row and field; what is not named is 0."""
_BUSY = {"province": 9, "city": 6, "county": 3, "township": 1}
_ITEMS = ("licensing", "other_services", "penalty", "coercion", "admin_fees")
_DOCUMENTS = ("rules", "normative_docs")


class Books(NamedTuple):
    """What one agency reports on one year (一个机关一年的数字): tables 三 and 四, and the texts of table 二."""

    counts: Counts
    disclosure: Mapping[Key, str]


def edition_of(year: int) -> str:
    """The edition that governs a year."""
    return "2019" if year <= form.EDITION_YEARS["2019"][1] else "2021"


def kept(agencies: Sequence[Agency], years: Iterable[int], seed: int) -> Iterator[tuple[int, dict[str, Books]]]:
    """The figures of each year by agency; each year follows from the one before."""
    below: dict[str | None, list[Agency]] = {}
    for agency in agencies:
        below.setdefault(agency.parent, []).append(agency)
    before: dict[str, Books] = {}
    for year in years:
        rng = Random(f"figures {seed} {year}")
        own: dict[str, Counts] = {}
        for agency in agencies:
            prior = before.get(agency.name)
            own[agency.name] = _counts(agency, year, prior and prior.counts, rng)
        told = _told(below, own, year)
        books = {}
        for agency in agencies:
            if agency.files(year):
                prior = before.get(agency.name)
                books[agency.name] = Books(told[agency.name], _disclosure(agency, year, prior, rng))
        yield year, books
        before = books


def _told(below: Mapping[str | None, list[Agency]], own: Mapping[str, Counts], year: int) -> dict[str, Counts]:
    """What each agency reports: its own figures, or the sum of those under it if it consolidates."""
    told: dict[str, Counts] = {}

    def all_of(agency: Agency) -> Counts:
        """The figures of an agency and of all under it."""
        if not agency.files(year):
            return Counter()
        under = Counter[Key]()
        for child in below.get(agency.name, ()):
            under.update(all_of(child))
        summed = agency.consolidates and agency.name in below
        told[agency.name] = under if summed else own[agency.name]
        return under if summed else under + own[agency.name]

    for top in below[None]:
        all_of(top)
    return told


def _counts(agency: Agency, year: int, prior: Counts | None, rng: Random) -> Counts:
    """An agency's own figures. One that is new takes nothing over, one that is to be dissolved leaves nothing open."""
    counts: Counts = Counter()
    if prior is None:
        prior = Counter({("carried_out", "natural_person"): 0 if agency.first == year else rng.randint(1, 2)})
    most = _BUSY[agency.level]
    applicants = ["natural_person", *(("business",) if rng.random() < 0.4 else ())]
    applicants += [rng.choice(form.APPLICANTS[2:])] if rng.random() < 0.1 else []
    for applicant in form.APPLICANTS:
        carried_in = prior["carried_out", applicant]
        if applicant in applicants:
            for _ in range(rng.randint(0, most)):
                counts[rng.choice(form.OUTCOME_ROWS[edition_of(year)]), applicant] += rng.randint(1, most)
        done = sum(counts[row, applicant] for row in form.OUTCOME_ROWS["2021"])
        if done < carried_in:
            counts["granted", applicant] += carried_in - done
            done = carried_in
        least = int(applicant == "natural_person" and most > _BUSY["county"])  # large agencies never finish everything
        left = rng.randint(least, 2) if applicant in applicants and agency.last != year else 0
        counts["carried_in", applicant] = carried_in
        counts["carried_out", applicant] = left
        counts["received", applicant] = done + left - carried_in
    for block in form.BLOCKS:
        if rng.random() < 0.2:
            for _ in range(rng.randint(1, most)):
                counts[block, rng.choice(form.RESULTS)] += 1
    return +counts


def _disclosure(agency: Agency, year: int, prior: Books | None, rng: Random) -> dict[Key, str]:
    """Table 二. 2019 edition: last year's items are those of the year before with its change; 2021 edition: what is in
    force follows likewise. Between the editions nothing does."""
    told = {key: str(rng.randint(0, 400)) for key in form.DISCLOSURE_CELLS[edition_of(year)]}
    same = prior is not None and year not in (2019, 2021)
    last = {key: int(text) for key, text in prior.disclosure.items() if text.lstrip("-").isdigit()} if prior else {}
    if edition_of(year) == "2021":
        for row in _DOCUMENTS:
            local = row == "normative_docs" or agency.level in ("province", "city")
            stock = last[row, "in_force"] if same else rng.randint(0, 40) * local
            issued, repealed = rng.randint(0, 3) * local, rng.randint(0, min(stock, 2))
            told |= {(row, "issued"): str(issued), (row, "repealed"): str(repealed)}
            told[row, "in_force"] = str(stock + issued - repealed)
        return told | {("admin_fees", "fee_amount_wan"): f"{rng.randint(0, 900)}.{rng.randint(1, 99):02}"}
    for row in _DOCUMENTS:
        published = rng.randint(0, 5)
        told |= {(row, "made"): str(published), (row, "published"): str(published)}
        told[row, "public_total"] = str(published + rng.randint(0, 60))
    for row in _ITEMS:
        items = last[row, "prev_items"] + last[row, "change"] if same else rng.randint(0, 90)
        told |= {(row, "prev_items"): str(items), (row, "change"): str(rng.randint(-min(items, 9), 9))}
    return told | {("procurement", "procurement_amount"): f"{rng.randint(1, 900)}.{rng.randint(1, 99):02}万元"}
