"""Writing the site (写网站): page after page, each gone from memory before the next."""

from __future__ import annotations

import gc
from collections.abc import Mapping

from gouji.audit.folder import Folder
from gouji.audit.site.census import Census
from gouji.audit.site.dossiers import dossiers, strays
from gouji.audit.site.pages import Pages
from gouji.collection import Collection
from gouji.rule import Rule


def write_site(collection: Collection, rules: Mapping[str, Rule], folder: Folder) -> None:
    """Write all pages of a site into its folder, and remove those that it has no more. Raises UsageError.

    collection: all reports. rules: the catalogue by code, for titles and explanations.
    """
    census = Census(collection)
    gc.freeze()
    gc.enable()  # see gouji.__main__; charts leave much garbage
    pages = Pages(census, rules)
    for name, text in pages.assets():
        folder.put(name, text)
    for dossier in dossiers(collection, list(census.members)):
        for name, text in pages.agency(dossier):
            folder.put(name, text)
    rows = []
    for filing in strays(collection):
        row, text = pages.stray(filing)
        rows.append(row)
        folder.put(row.page, text)
    for name, text in pages.overviews(rows):
        folder.put(name, text)
    folder.finish()
