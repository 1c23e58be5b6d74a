"""Making one package of two: what would happen is shown before it does."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.merging.by_hand import merge_by
from packdex.catalog.actions.merging.merge import Merged, MergeError
from packdex.catalog.models import Package
from packdex.core.counts import counted
from packdex.core.roles import RefusedError
from packdex.refresh.context import open_context, registry_origin
from packdex.refresh.planning import plan_packages
from packdex.web.forms import actor_of, form_page
from packdex.web.people.moderators import for_moderators
from packdex.web.people.things import path_of, row_or_404
from packdex.web.render import Head
from packdex.web.show import one_line


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Merge this package into another: POST `into` (its slug), `why`, and `sure` to do it.

    Without `sure` nothing is changed: the page says what would be.
    """
    gone = row_or_404(request, Package, slug)
    given = {name: request.POST.get(name, "").strip() for name in ("into", "why")}
    problem, status = "", 200
    kept: Package | None = None
    plan: Merged | None = None
    if request.method == "POST":
        kept = _named(given["into"])
        if kept is None:
            problem, status = f"There is no package with the slug {given['into'][:60]!r}.", 400
    if kept is not None:
        sure = "sure" in request.POST
        try:
            plan = merge_by(
                actor_of(request),
                gone.pk,
                kept.pk,
                timezone.now(),
                origin=registry_origin(),
                why=given["why"],
                rehearse=not sure,
            )
        except (InvalidError, MergeError, RefusedError) as error:
            said = error.message if isinstance(error, InvalidError) else str(error)
            problem, status = f"{said[:1].upper()}{said[1:].rstrip('.')}.", 400
        else:
            if sure:
                _ask_at_new_addresses(kept, plan)
                messages.success(request, f"{one_line(gone.title)} is a part of this package now.")
                return HttpResponseRedirect(path_of(kept))
    title = one_line(gone.title)
    return form_page(
        request,
        "people/merge.html",
        Head(title=f"Merge {title}", index=False),
        status=status,
        path=path_of(gone),
        title=title,
        kept=one_line(kept.title) if kept and plan else "",
        kept_path=path_of(kept) if kept else "",
        plan=list(_told(plan)) if plan else [],
        given=given,
        problem=problem,
    )


def _named(slug: str) -> Package | None:
    slug = slug.rstrip("/").rpartition("/")[2]  # people paste the address of the page
    return Package.objects.filter(slug=slug).first() if slug and "\0" not in slug else None


def _ask_at_new_addresses(kept: Package, merged: Merged) -> None:
    """Have the sources at the addresses that were taken over be asked from now on."""
    if merged.addresses:
        context = open_context()
        with context.door:
            plan_packages(list(Package.objects.filter(pk=kept.pk)), context)


def _told(merged: Merged) -> Iterator[str]:
    """What a merge does, a sentence for each kind of thing that there is something of."""
    if merged.grids:
        yield f"It joins {counted(len(merged.grids), 'grid')}."
    if merged.cells:
        yield f"{counted(merged.cells, 'empty cell')} of grids get what stood at the other."
    for cell in merged.conflicts:
        yield (
            f"Both have “{one_line(cell.feature)}” in {cell.grid}: “{one_line(cell.kept)}” stays,"
            f" “{one_line(cell.other)}” goes."
        )
    if merged.addresses:
        names = " and ".join(name.replace("_url", "") for name in merged.addresses)
        yield f"It takes over the address of its {names.replace('pypi', 'project')}."
    for count, what in (
        (merged.releases, "release"),
        (merged.events, "event"),
        (merged.days, "day"),
    ):
        if count:
            yield f"{counted(count, what)} move over."
    yield from merged.left
