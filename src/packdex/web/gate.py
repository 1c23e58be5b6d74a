"""The pages' gate: answers visitors who are not signed in from prepared pages of packages.

These are the pages that people come for. Their bytes are stored (catalog.documents); Django's
handler and middleware would add nothing to them but half of their price. Whatever is not known for
certain passes on to the views, which answer the same bytes: signed-in visitors, those who are to be
told something, parameters, other methods, packages that are merged, hidden or not there.
"""

from __future__ import annotations

import re

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from packdex.catalog import documents, viewed
from packdex.catalog.origin import origin_of
from packdex.web import answers, visitor
from packdex.web.verdict import badge

ROOT = "/packages/p/"
"""What every path begins with that this gate may answer."""

_PATH = re.compile(r"/packages/p/([-a-zA-Z0-9_]{1,50})/(verdict/|badge\.svg)?")

# What the middleware that is passed by would have added.
_HEADERS = {
    "Content-Security-Policy": build_policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
}


def answer(request: HttpRequest) -> HttpResponseBase | None:
    """The answer to `request` from prepared bytes. None: it is for others to answer.

    Raises DisallowedHost (a SuspiciousOperation) for a host that is not ours, and DatabaseError.
    """
    path = _PATH.fullmatch(request.path_info)
    if path is None or request.method not in {"GET", "HEAD"} or _is_personal(request.META):
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
    for name, value in _HEADERS.items():
        response.headers[name] = value
    if response.status_code == 200:
        response.headers["Content-Length"] = str(len(response.content))
    return response


def _is_personal(meta: dict[str, str]) -> bool:
    """Whether the answer may depend on who asks, or on more than the path."""
    cookies = meta.get("HTTP_COOKIE", "")
    return bool(
        meta.get("QUERY_STRING")
        or settings.SESSION_COOKIE_NAME in cookies
        or visitor.MESSAGES in cookies
    )
