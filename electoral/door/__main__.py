"""The one door: `./office COMMAND ...`. The list of commands stands in the script `office`."""

import sys

from electoral.door.binaries import NotAvailable
from electoral.door.checks import check, fix, test
from electoral.door.commands import OF_THE_OFFICE, command, manage_command
from electoral.door.demo import demo
from electoral.door.place import Place, Stop, end_in_order
from electoral.door.prove import prove

WITH_WORDS = {"demo": demo, "test": test, "manage": manage_command, "prove": prove}
ALONE = {"check": check, "fix": fix}


def main(name: str, words: list[str]) -> int:
    """Runs one command. 2: something is missing or the command is not one, said in one line."""
    end_in_order()
    try:
        return _chosen(Place.here(), name, words)
    except NotAvailable as missing:
        print(f"office: {missing}", file=sys.stderr)
        return 2
    except Stop as stopped:
        return 128 + stopped.args[0]


def _chosen(place: Place, name: str, words: list[str]) -> int:
    if name in WITH_WORDS:
        return WITH_WORDS[name](place, words)
    if name in ALONE:
        return ALONE[name](place)
    if name in OF_THE_OFFICE:
        return command(place, name, words)
    raise NotAvailable(f"there is no command {name!r}; ./office alone lists them.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:]))
