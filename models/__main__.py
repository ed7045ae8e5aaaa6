"""``python -m models list``: the versions kept. ``python -m models rollback``: use the version before the one in use.

The next pass scores with the version in use; nothing is trained for it.
"""

from __future__ import annotations

import argparse
import sys

from data.errors import QianhuiError
from data.settings import settings
from models.learning import artifact

PROBLEM = "next_product"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 when there is nothing to go back to."""
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    parser.add_argument("command", choices=["list", "rollback"])
    parser.add_argument("--problem", default=PROBLEM)
    asked = parser.parse_args(arguments)
    folder = settings().home / "models"
    try:
        if asked.command == "rollback":
            artifact.roll_back(folder, asked.problem)
    except QianhuiError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    now = artifact.current(folder, asked.problem)
    for version in artifact.versions(folder, asked.problem):
        sys.stdout.write(f"{'*' if version == now else ' '} {version}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
