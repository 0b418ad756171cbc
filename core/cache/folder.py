"""Where the cache lies (缓存位置): with the user's other caches, unless the user wants it elsewhere.

Not beside the reports: what lies there may have been sent by somebody, results with it.
"""

from __future__ import annotations

import os
import sys


def usual() -> str:
    """The folder for the cache unless the user says otherwise, by the custom of the system."""
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local"), "gouji", "Cache")
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Caches/gouji")
    given = os.environ.get("XDG_CACHE_HOME", "")
    return os.path.join(given if os.path.isabs(given) else os.path.expanduser("~/.cache"), "gouji")
