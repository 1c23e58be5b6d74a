"""The yardstick: a Django project of one view that returns a short constant answer.

No middleware, no installed apps, no database. It is served by the same server with the same
options as Packdex, so a ratio to it says what Packdex adds to what Django and the server cost.

    python -m benchmarks.bare 8001
"""

import sys

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from granian import Granian

from packdex.cli.serve import server_options

BODY = b'{"bare":true}'


def constant(_request: HttpRequest) -> HttpResponse:
    """Answer the same few bytes always."""
    return HttpResponse(BODY, content_type="application/json")


urlpatterns = [path("", constant)]


def make_application() -> WSGIHandler:
    """Configure Django in this process and give the application that the server calls."""
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        DEBUG=False,
        INSTALLED_APPS=[],
        MIDDLEWARE=[],
        ROOT_URLCONF=__name__,
        SECRET_KEY="bare",  # nothing is signed with it
    )
    return get_wsgi_application()


def main() -> None:
    """Serve it on 127.0.0.1 at the port given as the argument, until terminated."""
    port, options = int(sys.argv[1]), server_options(workers=1)
    Granian("benchmarks.bare:make_application", port=port, factory=True, **options).serve()


if __name__ == "__main__":
    main()
