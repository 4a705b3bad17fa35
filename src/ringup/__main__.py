"""``python -m ringup`` is ``ringup``."""

from ringup.cli import main

main()
