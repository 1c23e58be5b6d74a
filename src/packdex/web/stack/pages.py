"""The page of a stack: paste or upload what a project depends on, and read what to think of it.

Nothing of it is kept: the answer is made for one person, and the files that can be saved are made
of what the page itself sends back.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from packdex.accounts.asker import address_of
from packdex.catalog import lifecycles
from packdex.catalog.stack import allowed
from packdex.catalog.stack.judging import judge_stack
from packdex.core.stack import export, sarif, words
from packdex.core.stack.dependency import Found
from packdex.core.stack.report import Report, asked_of, report_of
from packdex.core.upgrade.target import Target, TargetError, target_of
from packdex.refresh.context import registry_origin
from packdex.web.forms import form_page
from packdex.web.render import Head, static_address
from packdex.web.stack import sent, shown
from packdex.web.upgrade.choice import choices

FORMATS = (
    "requirements.txt",
    "pyproject.toml",
    "uv.lock",
    "poetry.lock",
    "Pipfile.lock",
    "pylock.toml",
    "pdm.lock",
    "environment.yml",
    "CycloneDX",
    "SPDX",
)


# Django reads the whole body where it looks for the form's proof, so the size is looked at first.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stack(request: HttpRequest) -> HttpResponse:
    """The form; POST judges what it holds."""
    if request.method != "POST":
        return _form(request)
    try:
        sent.check_size(request)
    except sent.TooLargeError as error:
        response = _form(request, str(error), 413, is_read=False)
        response.headers["Connection"] = "close"
        return response
    return _judged(request)


@csrf_protect
def _judged(request: HttpRequest) -> HttpResponse:
    asker = address_of(request)
    if wait := allowed.seconds_to_wait_for_reading(asker, sent.size_of(request)):
        return _later(request, wait)
    target, problem = None, ""
    try:
        target = _target(request)
    except TargetError as error:
        problem = f"{error}."
    found = sent.read(request)
    if found is None or problem:
        return _form(request, problem or "Paste something, or choose a file.", 422)
    asked = asked_of(found)
    if not asked:
        return _form(request, "No dependency was found in it.", 422, found)
    if len(asked) > allowed.MOST:
        problem = (
            f"It asks for {len(asked):,} projects, and {allowed.MOST:,} are judged at once. The"
            " packdex command has no such limit."
        )
        return _form(request, problem, 422)
    if wait := allowed.seconds_to_wait(asker, len(asked)):
        return _later(request, wait)
    now = timezone.now()
    judged = judge_stack(asked, now, registry_origin(), target)
    report = report_of(found, judged, now, target=target.label if target else "")
    write = _FILES.get(request.POST.get("as", ""))
    return write(report) if write else _report(request, report)


def _target(request: HttpRequest) -> Target | None:
    """The version that is asked about, if any. Raises TargetError."""
    text = request.POST.get("target", "").strip("\0 ")
    return target_of(text, lifecycles.products()) if text else None


def _later(request: HttpRequest, wait: int) -> HttpResponse:
    response = _form(request, f"That was much in a short time. Try again in {wait} s.", 429)
    response.headers["Retry-After"] = str(wait)
    return response


def _form(
    request: HttpRequest,
    problem: str = "",
    status: int = 200,
    found: Found | None = None,
    *,
    is_read: bool = True,
) -> HttpResponse:
    """The form with what was typed, unless that must not be read, and what is wrong with it."""
    head = Head(
        title="My stack",
        path="/stack/",
        description="Paste what your project depends on, and read what to think of each package.",
        here="stack",
    )
    return form_page(
        request,
        "stack/form.html",
        head,
        status=status,
        stack_style=static_address("web/stack.css"),
        problem=problem,
        text=request.POST.get("text", "").replace("\0", "") if is_read else "",
        unread=[f"{one.where}: {one.reason}" for one in found.problems] if found else [],
        formats=FORMATS,
        targets=choices(timezone.now()),
        target=request.POST.get("target", "") if is_read else "",
        largest=f"{sent.LARGEST / 1_000_000:g}",
    )


def _report(request: HttpRequest, report: Report) -> HttpResponse:
    rows = shown.rows(report)
    return form_page(
        request,
        "stack/report.html",
        Head(title="My stack", here="stack", index=False),
        stack_style=static_address("web/stack.css"),
        summary=words.summary(report),
        target=report.target,
        rows=rows,
        troubled=[row for row in rows if row.trouble],
        unread=words.problems(report),
        again=json.dumps(export.as_asked(report), ensure_ascii=False, separators=(",", ":")),
    )


# ---- files to save


def _json(report: Report) -> HttpResponse:
    return _file(json.dumps(export.as_json(report), indent=2), "application/json", "json")


def _markdown(report: Report) -> HttpResponse:
    return _file(export.as_markdown(report), "text/markdown; charset=utf-8", "md")


def _sarif(report: Report) -> HttpResponse:
    return _file(json.dumps(sarif.as_sarif(report), indent=2), "application/sarif+json", "sarif")


_FILES: dict[str, Callable[[Report], HttpResponse]] = {
    "json": _json,
    "markdown": _markdown,
    "sarif": _sarif,
}


def _file(text: str, content_type: str, suffix: str) -> HttpResponse:
    response = HttpResponse(text.encode("utf-8", "backslashreplace"), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="stack.{suffix}"'
    add_never_cache_headers(response)
    return response
