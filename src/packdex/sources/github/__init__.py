"""GitHub, the public one or an enterprise's own: many repositories a question, or one.

`fetch_many` needs a token and asks GraphQL; `fetch` and `contributors` ask REST and need none.
"""

from packdex.sources.github.contributors import contributors
from packdex.sources.github.many import fetch_many
from packdex.sources.github.rest import API, WEB, fetch, parse, ref_to

__all__ = ["API", "WEB", "contributors", "fetch", "fetch_many", "parse", "ref_to"]
