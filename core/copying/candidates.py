"""Candidates (候选): which reports may be alike, by the bands that they share; no text is read for it.

A band is shared by few as a rule, but by thousands where a county hands out one text: there each is held against its
neighbours only, those of the same signature first, so that pairs grow with the reports and not with their square.
"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.collection import Collection

Pair = tuple[int, int]
"""The numbers of two files in the ledger."""

_FEWEST_SHARED = 2
"""Bands: with one alone, two narratives are hardly ever alike."""

# A sentence that is word for word the same counts as well: of a text cut short there may be no band left.
# What stands for it is a number, as the texts of a year would take much memory.
_LAST_YEAR = f"""
WITH couples AS (
    SELECT later.file AS file, earlier.file AS other, later.path AS path, earlier.path AS other_path
    FROM filings AS later JOIN filings AS earlier ON earlier.agency = later.agency AND earlier.year = later.year - 1
    WHERE later.year = ?
      AND later.file IN (SELECT file FROM bands) AND earlier.file IN (SELECT file FROM bands)
),
marks AS (
    SELECT file, band, hash FROM bands UNION ALL SELECT file, NULL, hash(own) FROM passages WHERE own IS NOT NULL
),
later AS (SELECT file, other, band, hash FROM couples JOIN marks USING (file)),
earlier AS (SELECT couples.file, other, band, hash FROM couples JOIN marks ON marks.file = other),
alike AS (
    SELECT file, other FROM later JOIN earlier USING (file, other, hash)
    WHERE later.band IS NOT DISTINCT FROM earlier.band
    GROUP BY ALL HAVING count(*) >= {_FEWEST_SHARED} OR count(*) > count(later.band)
)
SELECT file, other FROM couples SEMI JOIN alike USING (file, other) ORDER BY path, other_path
"""

_NEIGHBOURS = 3
_CLOSEST = 2
# 政府 and its 办公室 publish one report (条例第四十九条), so they count as one here.
_PUBLISHER = r"regexp_replace(agency, '(人民)?政府(办公[厅室])?$', '')"
# Files go by the order of their paths: their numbers depend on when they were read.
_OTHERS = f"""
WITH filed AS (
    SELECT file, row_number() OVER (ORDER BY path) AS turn, {_PUBLISHER} AS publisher
    FROM filings WHERE year = ?
),
banded AS MATERIALIZED (SELECT turn, publisher, band, hash FROM filed JOIN bands USING (file)),
signed AS (SELECT turn, hash(list(hash ORDER BY band)) AS signature FROM banded GROUP BY turn),
shared AS (SELECT band, hash FROM banded GROUP BY ALL HAVING count(*) > 1),
placed AS (
    SELECT turn, publisher, signature, band, hash,
           row_number() OVER (PARTITION BY band, hash ORDER BY signature, turn) AS place
    FROM banded SEMI JOIN shared USING (band, hash) JOIN signed USING (turn)
),
reaching AS (SELECT *, place + unnest(range(1, {_NEIGHBOURS + 1})) AS reach FROM placed),
pairs AS (
    SELECT reaching.turn AS turn, placed.turn AS other, count(*) AS bands,
           any_value(reaching.signature) AS signature, any_value(placed.signature) AS other_signature
    FROM reaching JOIN placed ON placed.band = reaching.band AND placed.hash = reaching.hash
         AND placed.place = reaching.reach
    WHERE placed.publisher <> reaching.publisher
    GROUP BY ALL HAVING count(*) >= {_FEWEST_SHARED}
),
either AS (SELECT turn, other, bands, other_signature AS signature FROM pairs
           UNION ALL SELECT other, turn, bands, signature FROM pairs),
closest AS (FROM either QUALIFY row_number() OVER (PARTITION BY turn ORDER BY bands DESC, other) <= {_CLOSEST}
            OR row_number() OVER (PARTITION BY turn ORDER BY signature, other) = 1),  -- joins them all in one group
once AS (SELECT DISTINCT least(turn, other) AS first, greatest(turn, other) AS second FROM closest)
SELECT filed.file, others.file
FROM once JOIN filed ON filed.turn = once.first JOIN filed AS others ON others.turn = once.second ORDER BY first, second
"""


def of_last_year(collection: Collection, year: int) -> Iterator[Pair]:
    """Reports on a year, each with one of the same agency on the year before that it may repeat."""
    return ((file, other) for file, other in collection.rows(_LAST_YEAR, year))


def of_others(collection: Collection, year: int) -> Iterator[Pair]:
    """Reports of two agencies on one year that may be the same text, each pair once."""
    return ((file, other) for file, other in collection.rows(_OTHERS, year))
