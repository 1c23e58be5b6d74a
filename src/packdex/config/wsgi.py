"""The WSGI application that a server such as granian loads."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packdex.config.settings")

_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer one request.

    A body that is complete goes as a list. granian sends a list in one piece, and any other
    iterable, as Django's responses are, part by part from another thread: 0.02 ms of CPU more.
    """
    response = _django(environ, start_response)
    if not isinstance(response, HttpResponse):
        return response
    body = response.content
    response.close()
    return [body]
