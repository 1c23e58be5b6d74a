"""POST /api/v5/stack/: what to think of the projects that somebody depends on.

It is told names and versions and stores nothing, so it needs neither a key nor a form's proof.
"""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt

from packdex.accounts.asker import address_of
from packdex.api.json import dumps
from packdex.catalog import lifecycles
from packdex.catalog.stack import allowed
from packdex.catalog.stack.judging import judge_stack
from packdex.core.bodies import length_of
from packdex.core.stack.dependency import (
    LONGEST_NAME,
    project_of,
    range_of,
    shown,
    version_of,
)
from packdex.core.stack.judgement import Asked, as_json
from packdex.core.upgrade.target import Target, TargetError, known_target
from packdex.refresh.context import registry_origin

LARGEST = 300_000
"""Bytes of a question."""

AT_ONCE = 500
"""Dependencies of a question."""

_KEYS = frozenset({"name", "version", "specifier"})


class WrongError(Exception):
    """What is asked cannot be understood; the message names the field and what would be right."""


@csrf_exempt
def stack(request: HttpRequest) -> HttpResponse:
    """A judgement for each dependency, in the order in which they were asked about."""
    if request.method != "POST":
        return _refused(405, f'Method "{request.method}" not allowed.')
    length = length_of(request.META.get("CONTENT_LENGTH"))
    if length is None:
        return _refused(411, "Send it with its length (Content-Length).")
    if length > LARGEST:
        return _refused(413, f"A question has {LARGEST:,} bytes at most. Ask in parts.")
    try:
        asked, target = _read(request.body)
    except WrongError as error:
        return _refused(400, str(error))
    if wait := allowed.seconds_to_wait(address_of(request), len(asked)):
        response = _refused(429, f"That was much in a short time. Ask again in {wait} s.")
        response.headers["Retry-After"] = str(wait)
        return response
    now = timezone.now()
    judged = judge_stack(asked, now, registry_origin(), target)
    told = {
        "judged_at": now.isoformat(),
        "target": target and target.label,
        "dependencies": [as_json(judged[one]) for one in asked],
    }
    response = HttpResponse(dumps(told), "application/json")
    add_never_cache_headers(response)
    return response


def _read(body: bytes) -> tuple[list[Asked], Target | None]:
    try:
        document: Any = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise WrongError(f"This is not JSON: {error}.") from None
    listed = document.get("dependencies") if isinstance(document, dict) else None
    if not isinstance(listed, list):
        raise WrongError('Expected an object: {"dependencies": [{"name": …, "version": …}, …]}.')
    if len(listed) > AT_ONCE:
        raise WrongError(
            f"dependencies: {len(listed):,} are too many; {AT_ONCE} at once. Ask in parts."
        )
    asked = [_asked(one, f"dependencies.{place}") for place, one in enumerate(listed)]
    return asked, _target(document.get("target"))


def _target(told: object) -> Target | None:
    """The version that one wants to move to, if any."""
    if told is None:
        return None
    product, version = (told.get(key) if isinstance(told, dict) else None for key in _TARGET)
    if not isinstance(product, str) or not isinstance(version, str):
        raise WrongError('target: expected an object: {"product": "django", "version": "6.0"}.')
    try:
        return known_target(product, version, lifecycles.products())
    except TargetError as error:
        raise WrongError(f"target: {error}.") from None


_TARGET = ("product", "version")


def _asked(told: object, where: str) -> Asked:
    if not isinstance(told, dict):
        raise WrongError(f"{where}: {shown(told)} is not an object.")
    if strange := sorted(set(told) - _KEYS):
        raise WrongError(f"{where}.{strange[0][:LONGEST_NAME]}: expected name, version, specifier.")
    project = project_of(told.get("name"))
    if project is None:
        raise WrongError(f"{where}.name: {shown(told.get('name'))} is not a name of a project.")
    version, specifier = told.get("version"), told.get("specifier") or ""
    if version is not None:
        if version_of(version) is None:
            raise WrongError(f"{where}.version: {shown(version)} is not a version (PEP 440).")
        return Asked(project, version, f"=={version}")
    allowed_range = range_of(specifier)
    if allowed_range is None:
        raise WrongError(f"{where}.specifier: {shown(specifier)} is not a range (PEP 440).")
    return Asked(project, None, str(allowed_range))


def _refused(status: int, why: str) -> HttpResponse:
    return HttpResponse(dumps({"detail": why}), "application/json", status, headers=_ALLOW)


_ALLOW = {"Allow": "POST"}
