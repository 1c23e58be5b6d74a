"""The pages' gate: answers visitors who are not signed in from prepared pages of packages.

These are the pages that people come for. Their bytes are stored (catalog.documents); Django's
handler and middleware would add nothing to them but half of their price. Whatever is not known for
certain passes on to the views, which answer the same bytes: signed-in visitors, those who are to be
told something, parameters, other methods, packages that are merged, hidden or not there.
"""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponseBase

from packdex.catalog import documents, viewed
from packdex.catalog.origin import origin_of
from packdex.web import answers, strangers
from packdex.web.verdict import badge

ROOT = "/packages/p/"
"""What every path begins with that this gate may answer."""

_PATH = re.compile(r"/packages/p/([-a-zA-Z0-9_]{1,50})/(verdict/|badge\.svg)?")


def answer(request: HttpRequest) -> HttpResponseBase | None:
    """The answer to `request` from prepared bytes. None: it is for others to answer.

    Raises DisallowedHost (a SuspiciousOperation) for a host that is not ours, and DatabaseError.
    """
    path = _PATH.fullmatch(request.path_info)
    meta = request.META
    if path is None or meta.get("QUERY_STRING") or not strangers.asks(request.method, meta):
        return None
    slug, part = path.groups()
    if part == "badge.svg":
        found = documents.read(documents.VERDICT, "badge", slug=slug)
        if found is None:
            return None
        response = answers.send_placed(request, found.body, badge.CONTENT_TYPE)
    else:
        found = documents.read(
            documents.VERDICT if part else documents.PACKAGE_PAGE, "page", slug=slug
        )
        if found is None:
            return None
        viewed.note(found.id)
        response = answers.send_placed(request, found.at(origin_of(request)))
    return strangers.finished(response)
