"""The program (程序入口): ``gouji`` and ``python -m gouji``."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command line of this process and give its exit status."""
    # What starting up makes lives until the end: looking through it for garbage, again and again and once more on the
    # way out, takes a fifth of the time of a small check. A long run turns collection on again.
    gc.disable()
    from gouji.cli.guard import run

    status = run(sys.argv[1:])
    gc.freeze()
    return status


def _forget_current_folder() -> None:
    """``python -m`` looks for modules in the current folder first, and that may be one which somebody sent."""
    if not sys.flags.safe_path:
        del sys.path[0]


if __name__ == "__main__":
    _forget_current_folder()
    sys.exit(main())
