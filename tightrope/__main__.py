"""``python -m tightrope`` is the command ``tightrope``."""

from tightrope.cli.commands import main

main(prog_name="tightrope")
