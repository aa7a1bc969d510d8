"""`python -m tests.lint`: print every complaint about the project's SQL; exit 1 on any."""

import sys

from tests.lint.project import complaints

if __name__ == "__main__":
    found = complaints()
    for line in found:
        print(line)
    print(f"sql lint: {len(found)} complaints")
    sys.exit(bool(found))
