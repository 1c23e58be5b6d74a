"""packdex undo."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import click

from packdex.cli import arguments, database
from packdex.cli.exits import PARTLY, WRONG_CALL, end


@click.command(
    epilog="""\b
Examples:
  packdex undo 1204
  packdex undo 1204 1207 --why spam --json
""",
)
@click.argument(
    "numbers", metavar="REVISION...", nargs=-1, required=True, type=click.IntRange(1, 2**63 - 1)
)
@click.option("--why", default="", callback=arguments.utf8, help="The reason, for the history.")
@click.option("--later", is_flag=True, help="Take back later changes, too, that are in the way.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def command(*, numbers: tuple[int, ...], why: str, later: bool, as_json: bool) -> None:
    """Take changes back, as packdex history numbers them; the newest of them first.

    Each is a change of its own, and can be taken back. One that cannot be is left as it is, with
    the reason; then the exit code is 1.
    """
    database.ready()
    from packdex.catalog.actions.errors import InvalidError
    from packdex.catalog.actions.moderation.undo import UndoError, undo
    from packdex.catalog.models import Revision
    from packdex.core.roles import SYSTEM
    from packdex.refresh.readdressed import plan_anew

    missing = set(numbers) - set(Revision.objects.in_bulk(set(numbers)))
    if missing:
        end(f"there is no change {min(missing)}; packdex history lists them", WRONG_CALL)
    now = datetime.now(UTC)
    done: list[Revision] = []
    left: dict[int, str] = {}
    for number in sorted(set(numbers), reverse=True):
        if number in {row.undoes_id for row in done}:
            continue  # it was in the way of another
        try:
            done += undo(SYSTEM, number, now, why=why, also_later=later)
        except InvalidError as error:
            end(f"--why {error.message}", WRONG_CALL)
        except UndoError as error:
            names = ", ".join(str(row.pk) for row in error.later)
            left[number] = error.reason + (f" See {names}, or use --later." if names else "")
    plan_anew(done)
    if as_json:
        pairs = [{"undone": row.undoes_id, "by": row.pk} for row in done]
        rest = [{"id": number, "reason": reason} for number, reason in left.items()]
        click.echo(json.dumps({"done": pairs, "left": rest}, ensure_ascii=False))
    else:
        for row in done:
            click.echo(f"{row.undoes_id} was taken back, by {row.pk}.")
    for number, reason in left.items():
        click.echo(f"packdex: {number} stays: {reason}", err=True)
    sys.exit(PARTLY if left else 0)
