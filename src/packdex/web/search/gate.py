"""The search's gate: results and suggestions for visitors who are not signed in.

They are made by the views. Django's handler and middleware cost as much as a page that is kept, and
more than suggestions.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag

from packdex.web import strangers
from packdex.web.search import pages, suggesting

ROOT = "/search/"
"""What every path begins with that this gate may answer."""


def answer(request: HttpRequest) -> HttpResponseBase | None:
    """The answer to `request`. None: it is for others to answer, or something went wrong."""
    view = _VIEWS.get(request.path_info)
    if view is None or not strangers.asks(request.method, request.META):
        return None
    try:
        return strangers.finished(view(request))
    except Exception:  # noqa: BLE001 - Django asks once more, notes what happened and says it
        return None


def _suggestions(request: HttpRequest) -> HttpResponseBase:
    response = suggesting.suggestions(request)
    set_response_etag(response)
    found = get_conditional_response(request, etag=response["ETag"], response=response)
    return response if found is None else found


_VIEWS: dict[str, Callable[[HttpRequest], HttpResponseBase]] = {
    ROOT: pages.results,
    f"{ROOT}suggest/": _suggestions,
}
