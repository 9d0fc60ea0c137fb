"""Run one measurement: `python -m bench demo`."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench


def main(arguments: list[str]) -> int:
    """Run the measurement named first; the rest are its own arguments."""
    modules = (info.name for info in pkgutil.iter_modules(bench.__path__) if not info.name.startswith("_"))
    names = sorted(name.replace("_", "-") for name in modules)
    if not arguments or arguments[0] not in names:
        print(f"usage: python -m bench NAME, where NAME is one of: {', '.join(names)}", file=sys.stderr)
        return 2
    importlib.import_module(f"bench.{arguments[0].replace('-', '_')}").measure(arguments[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
