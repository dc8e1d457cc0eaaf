"""The front door of a checkout: `python cli.py …` is `escalator …`."""

from escalator.cli import main

if __name__ == "__main__":
    main()
