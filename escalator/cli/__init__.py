"""The command line. Owns what a user types and reads; decides nothing about a case."""


def main() -> None:
    """Run the program that the user typed, and leave with its exit code."""
    from escalator.cli.root import root

    root.main(prog_name="escalator")
