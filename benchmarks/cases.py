"""What is measured: each case is a line here, with the ratio to a bare view it has to reach."""

import html
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote_plus

from benchmarks.client import BadAnswerError, Connection, request
from benchmarks.compared import shapes
from benchmarks.generate import Catalogue, grid_id, package_id
from benchmarks.membership import WIDE
from benchmarks.rounds import Ask
from benchmarks.searched import queries

API = "*/*"  # what HTTP libraries send
PAGE = "text/html,application/xhtml+xml,*/*;q=0.8"  # what browsers send
VARIETY = 500
PAGE_SIZE = 20
SEARCHES = 300
MORE_SEARCHES = 600  # than whose pages are kept
AROUND = 25  # pages of a list that are asked for, one after the other


@dataclass(frozen=True)
class Sample:
    """A catalogue and the numbers of those of its packages that are asked for, newest last."""

    catalogue: Catalogue
    numbers: tuple[int, ...]

    @property
    def deep_page(self) -> int:
        """Page 1,000, or the last one around which there are enough others."""
        return min(1_000, max(1, self.catalogue.packages // PAGE_SIZE - AROUND))


def take_sample(catalogue: Catalogue, seed: int) -> Sample:
    """Choose different packages from the whole catalogue, the same ones for the same seed."""
    count = min(VARIETY, catalogue.packages)
    return Sample(catalogue, tuple(random.Random(seed).sample(range(catalogue.packages), count)))


def v4_packages_by_id(sample: Sample) -> list[Ask]:
    """`/api/v4/packages/<id>/`."""
    return _packages(sample, lambda number, _: f"/api/v4/packages/{package_id(number)}/")


def v4_packages_by_slug(sample: Sample) -> list[Ask]:
    """`/api/v4/packages/<slug>/`."""
    return _packages(sample, lambda _, slug: f"/api/v4/packages/{slug}/")


def v3_packages(sample: Sample) -> list[Ask]:
    """`/api/v3/packages/<slug>/`."""
    return _packages(sample, lambda _, slug: f"/api/v3/packages/{slug}/")


def package_pages(sample: Sample) -> list[Ask]:
    """`/packages/p/<slug>/`, the page a person reads."""
    return _packages(sample, lambda _, slug: f"/packages/p/{slug}/", PAGE, '"{}"')


def verdict_pages(sample: Sample) -> list[Ask]:
    """`/packages/p/<slug>/verdict/`."""
    return _packages(sample, lambda _, slug: f"/packages/p/{slug}/verdict/", PAGE)


def v5_verdicts(sample: Sample) -> list[Ask]:
    """`/api/v5/packages/<slug>/verdict/`."""
    return _packages(sample, lambda _, slug: f"/api/v5/packages/{slug}/verdict/")


def badges(sample: Sample) -> list[Ask]:
    """`/packages/p/<slug>/badge.svg`."""
    return _packages(sample, lambda _, slug: f"/packages/p/{slug}/badge.svg", piece="<svg")


def _packages(
    sample: Sample,
    path: Callable[[int, str], str],
    accept: str = API,
    piece: str = '"slug":"{}"',
) -> list[Ask]:
    asks = []
    for number in sample.numbers:
        slug = sample.catalogue.name(number).slug
        wanted = f"/packages/p/{slug}/" if accept == PAGE else piece.format(slug)
        asks.append(Ask(request(path(number, slug), accept), wanted.encode()))
    return asks


def v4_list_first(sample: Sample) -> list[Ask]:
    """The v4 list without parameters and the pages after it."""
    first = _v4_list(sample, 1)
    return [replace(first[0], raw=request("/api/v4/packages/", API)), *first[1:]]


def v4_list_deep(sample: Sample) -> list[Ask]:
    """The pages of the v4 list around page 1,000."""
    return _v4_list(sample, sample.deep_page)


def _v4_list(sample: Sample, page: int) -> list[Ask]:
    """Pages from that one on; each has to begin with the package that has to be its first."""
    asks = []
    pages = -(-sample.catalogue.packages // PAGE_SIZE)
    for number in range(page - 1, min(pages, page - 1 + AROUND)):
        offset = number * PAGE_SIZE
        first = sample.catalogue.name(sample.catalogue.packages - 1 - offset).slug
        raw = request(f"/api/v4/packages/?limit={PAGE_SIZE}&offset={offset}", API)
        asks.append(Ask(raw, f'"slug":"{first}"'.encode()))
    return asks


def v3_list(sample: Sample) -> list[Ask]:
    """The first pages of the v3 list, which is ordered by title."""
    total = sample.catalogue.packages
    return [
        Ask(
            request(f"/api/v3/packages/?limit={PAGE_SIZE}&offset={offset}", API),
            f'"total_count":{total}'.encode(),
        )
        for offset in range(0, min(total, AROUND * PAGE_SIZE), PAGE_SIZE)
    ]


def v4_grid_wide(sample: Sample) -> list[Ask]:
    """The grid of 300 packages, by id and by slug."""
    grid = sample.catalogue.grid(0)
    piece = f'"slug":"{grid["slug"]}"'.encode()
    least = len("https://127.0.0.1/api/v4/packages/1/") * min(WIDE, sample.catalogue.packages)
    names = (str(grid["id"]), grid["slug"])
    return [Ask(request(f"/api/v4/grids/{name}/", API), piece, least=least) for name in names]


def v4_grids(sample: Sample) -> list[Ask]:
    """Grids of every size, by id."""
    numbers = range(0, sample.catalogue.grids, max(1, sample.catalogue.grids // VARIETY))
    return [
        Ask(request(f"/api/v4/grids/{grid_id(number)}/", API), f'"id":{grid_id(number)},'.encode())
        for number in numbers
    ]


def v4_categories(_sample: Sample) -> list[Ask]:
    """The v4 list of categories."""
    return [Ask(request("/api/v4/categories/", API), b'"slug":"utilities"')]


def grid_pages(sample: Sample, number: int) -> list[Ask]:
    """The page of one of the grids that are compared, as browsers ask for it."""
    found = shapes(sample.catalogue)[number]
    grid = sample.catalogue.grid(found.number)
    raw = request(f"/grids/g/{grid['slug']}/", PAGE, "Accept-Encoding: gzip, deflate, br")
    return [Ask(raw, b"\x1f\x8b", least=found.packages * found.features // 8)]


def small_grid(sample: Sample) -> list[Ask]:
    """10 packages and 15 features."""
    return grid_pages(sample, 0)


def middle_grid(sample: Sample) -> list[Ask]:
    """60 packages and 40 features."""
    return grid_pages(sample, 1)


def wide_grid(sample: Sample) -> list[Ask]:
    """300 packages and 40 features."""
    return grid_pages(sample, 2)


def home(_sample: Sample) -> list[Ask]:
    """The home page."""
    return [Ask(request("/", PAGE), b"/categories/frameworks/")]


def searches(sample: Sample) -> list[Ask]:
    """`/search/?q=`, of queries that have been asked before."""
    return _searches(sample, SEARCHES, 1)


def new_searches(sample: Sample) -> list[Ask]:
    """The same of so many queries that none is kept until its turn comes again."""
    return _searches(sample, MORE_SEARCHES, 2)


def _searches(sample: Sample, count: int, seed: int) -> list[Ask]:
    return [
        Ask(
            request(f"/search/?q={quote_plus(text)}", PAGE), f'value="{html.escape(text)}"'.encode()
        )
        for text in queries(sample.catalogue, seed, count)
    ]


def suggestions(sample: Sample) -> list[Ask]:
    """`/search/suggest/?q=`, of the first letters of names."""
    texts = [sample.catalogue.name(number).slug[:4].strip("-_ ") for number in sample.numbers]
    return [
        Ask(request(f"/search/suggest/?q={quote_plus(text)}", API), f'["{text}",'.encode())
        for text in dict.fromkeys(texts)
    ]


@dataclass(frozen=True)
class Case:
    """A name, the requests, the largest ratio to a bare view that will do (None: only shown).

    `most_ms` is the most CPU that will do, where that is not told as a ratio. `changed`: before
    each request one package of the grid that is asked for gets other facts.
    """

    key: str
    title: str
    target: float | None
    asks: Callable[[Sample], list[Ask]]
    conditional: bool = False
    most_ms: float | None = None
    changed: bool = False


CASES = (
    Case("v4-package-id", "v4 package, by id", 2.2, v4_packages_by_id),
    Case("v4-package-slug", "v4 package, by slug", 2.2, v4_packages_by_slug),
    Case("v4-list", "v4 list of 20, pages 1 to 25", 3, v4_list_first),
    Case("v4-list-deep", "v4 list of 20, pages from {page}", 3, v4_list_deep),
    Case("v4-grid-wide", "v4 grid of 300 packages", 3, v4_grid_wide),
    Case("v4-grid", "v4 grid, of any size", None, v4_grids),
    Case("v4-categories", "v4 category list", 2.2, v4_categories),
    Case("v3-package", "v3 package", 2.2, v3_packages),
    Case("v3-list", "v3 list of 20", 3, v3_list),
    Case("package-page", "package page", 4, package_pages),
    Case("verdict-page", "verdict page", 6, verdict_pages),
    Case("v5-verdict", "v5 verdict", 6, v5_verdicts),
    Case("badge", "badge", 6, badges),
    Case("home", "home page", 4, home),
    Case("search", "search page, asked before", 8, searches),
    Case("search-new", "search page, not asked before", None, new_searches),
    Case("suggest", "suggestions", None, suggestions),
    Case("grid-10", "grid page, 10 by 15", 8, small_grid),
    Case("grid-60", "grid page, 60 by 40", 8, middle_grid),
    Case("grid-300", "grid page, 300 by 40", 5, wide_grid),
    Case("grid-10-changed", "grid page, 10 by 15, changed", None, small_grid, changed=True),
    Case(
        "grid-60-changed",
        "grid page, 60 by 40, changed",
        None,
        middle_grid,
        most_ms=15,
        changed=True,
    ),
    Case(
        "grid-300-changed",
        "grid page, 300 by 40, changed",
        None,
        wide_grid,
        most_ms=40,
        changed=True,
    ),
    Case("304-package", "v4 package, unchanged (304)", 2, v4_packages_by_id, conditional=True),
    Case("304-verdict", "verdict page, unchanged (304)", 6, verdict_pages, conditional=True),
    Case("304-list", "v4 list, unchanged (304)", 2, v4_list_first, conditional=True),
)


def prepare(case: Case, sample: Sample, connection: Connection) -> list[Ask]:
    """Ask and check every request of a case once; a conditional one learns its validator so."""
    asks = []
    for ask in case.asks(sample):
        answer = connection.ask(ask.raw)
        ask.check(answer)
        asks.append(_conditional(ask, answer.header(b"etag")) if case.conditional else ask)
    return asks


def _conditional(ask: Ask, etag: bytes) -> Ask:
    if not etag:
        raise BadAnswerError(f"{ask.raw.splitlines()[0].decode()}: an answer without an ETag")
    raw = ask.raw[:-2] + b"If-None-Match: " + etag + b"\r\n\r\n"
    return Ask(raw, etag, status=304)
