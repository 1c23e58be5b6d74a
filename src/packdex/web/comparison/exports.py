"""What is seen of a comparison, as a file for other programs."""

from __future__ import annotations

import json

from django.http import HttpResponse

from packdex.core.comparison import export
from packdex.core.comparison.table import Table
from packdex.core.comparison.view import View
from packdex.web.show import shortened

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}


def answer(format_: str, seen: Table, view: View, name: str) -> HttpResponse:
    """The file of that format (one of FORMATS) with what is seen; browsers save it as `name`."""
    if format_ == "csv":
        body = export.as_csv(seen, flipped=view.flipped)
    elif format_ == "md":
        body = export.as_markdown(seen, flipped=view.flipped)
    else:
        body = json.dumps(export.as_json(seen), ensure_ascii=False, indent=1) + "\n"
    response = HttpResponse(body.encode("utf-8", errors="replace"), content_type=FORMATS[format_])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format_}"'
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def unknown(format_: str) -> str:
    """What is said of a format that there is not."""
    names = ", ".join(FORMATS)
    return f"format={shortened(format_, 40)} was left aside: it takes one of {names}."
