"""`python -m tests.bench`: see nights.py, which processes of their own can import by its name."""

from tests.bench.nights import main

if __name__ == "__main__":
    main()
