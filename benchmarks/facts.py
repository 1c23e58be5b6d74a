"""Each function draws one made-up fact; constants are fitted to quantiles of captured records."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks.words import HEAD, Vocabulary, made_up

ZONE = ZoneInfo("America/New_York")
OPENED = datetime(2010, 8, 16, 8, 30, 33, 799947, UTC)
FETCHED = datetime(2026, 2, 15, 5, 0, tzinfo=UTC)

_PERSONS = 30_000
_BOTS = ("dependabot[bot]", "pre-commit-ci[bot]", "github-actions[bot]")
_LONGEST_LIST = 400
_ODD_DESCRIPTIONS = (
    ":gear: {}",
    "{}\r\n\r\nWorks with the admin.",
    "🗳 {}",
    "{} ",
    " {}",
    "<b>{}</b>",
    "{} & more: “examples” included",
)
_PREFIXES = ("django-", "dj-", "cmsplugin-", "wagtail-")
_HOSTS = (
    "https://github.com",
    "https://bitbucket.org",
    "https://gitlab.com",
    "http://forge.example",
)


@dataclass(frozen=True)
class Name:
    """What a package is called."""

    title: str
    slug: str


def name(rng: random.Random, number: int) -> Name:
    """Name the package of that number; the slug is like no other number's."""
    word = made_up(number)
    prefix = rng.choices((*_PREFIXES, ""), (75, 5, 4, 4, 12))[0]
    if rng.random() < 0.4:
        prefix += rng.choice(HEAD) + "-"
    slug = prefix + word
    title = rng.choices((slug, slug.replace("-", " ").title(), word.title()), (70, 22, 8))[0]
    odd = rng.random()
    if odd < 0.02:
        slug += "-"
    elif odd < 0.06:
        slug = slug.replace("-", "_")
    elif odd < 0.065:
        slug = slug.replace("-", "__")
    elif odd < 0.08:
        title += "#fields" if odd < 0.07 else " "
    return Name(title, slug)


def description(rng: random.Random, vocabulary: Vocabulary) -> str:
    """Write a line of 3 to 40 words, most of them about ten; a few empty or oddly spelt."""
    if rng.random() < 0.07:
        return ""
    words = vocabulary.draw(rng, min(40, 3 + int(rng.lognormvariate(1.9, 0.6))))
    text = " ".join(words).capitalize() + rng.choice(("", "."))
    return rng.choice(_ODD_DESCRIPTIONS).format(text) if rng.random() < 0.09 else text


def stars(rng: random.Random) -> int:
    """Count stars: a median of about 20, one in a hundred beyond 3,000."""
    return min(90_000, int(rng.lognormvariate(3.1, 2.0)))


def forks(rng: random.Random, stars: int) -> int:
    """Count forks: about a quarter of the stars."""
    return int(stars * rng.lognormvariate(-1.4, 0.6))


def participants(rng: random.Random) -> list[str]:
    """List logins: a power law from one or two up to hundreds, some people in many packages."""
    if rng.random() < 0.025:
        return []
    count = min(_LONGEST_LIST, int(rng.paretovariate(0.9)))
    people = [made_up(int(_PERSONS * rng.random() ** 2), 3) for _ in range(count)]
    if count > 4 and rng.random() < 0.5:
        people.insert(rng.randrange(1, 5), rng.choice(_BOTS))
    return list(dict.fromkeys(people))


def commits_over_52(rng: random.Random) -> list[int]:
    """Count commits a week: 52 zeros mostly, bursts for one in six, a few without a history."""
    chance = rng.random()
    if chance < 0.02:
        return []
    if chance < 0.84:
        return [0] * 52
    level = min(60.0, rng.paretovariate(0.8) / 3)
    quiet = rng.random()
    return [0 if rng.random() < quiet else int(rng.expovariate(1 / level)) for _ in range(52)]


def repository(rng: random.Random, slug: str) -> str:
    """Give the address of a repository as somebody entered it."""
    host = rng.choices(_HOSTS, (87, 10, 2, 1))[0]
    end = "/" if rng.random() < 0.03 else ""
    return f"{host}/{made_up(rng.randrange(_PERSONS), 3)}/{slug}{end}"


def registry(rng: random.Random, slug: str) -> tuple[str | None, str]:
    """Give a version and a project address: null and "" for a package that was never published."""
    if rng.random() < 0.12:
        return None, ""
    version = f"{rng.choices(range(6), (50, 25, 10, 7, 5, 3))[0]}.{rng.randrange(12)}"
    if rng.random() < 0.8:
        version += f".{rng.randrange(10)}"
    forms = ("http://{{pypi_legacy_host}}/pypi/{}", "https://{{pypi_host}}/project/{}")
    address = rng.choices(forms, (90, 10))[0].format(slug.rstrip("-"))
    return version, address + ("/" if rng.random() < 0.02 else "")


def documentation(rng: random.Random, slug: str) -> str | None:
    """Give the address of a documentation, "" or null, which are two different states."""
    chance = rng.random()
    if chance < 0.31:
        return None
    return "" if chance < 0.53 else f"https://{slug.strip('-_')}.docs.example/en/latest/"


def created(rng: random.Random, number: int, size: int) -> datetime:
    """Spread packages over the years since the directory opened, in the order of their ids."""
    share = (number + rng.random()) / size
    return OPENED + share * (FETCHED - timedelta(days=30) - OPENED)


def since(rng: random.Random, earliest: datetime) -> datetime:
    """Give a moment between one and the day of the last fetch, more often near the first."""
    return earliest + rng.random() ** 2 * (FETCHED - earliest)


def local(moment: datetime, *, whole: bool = False) -> str:
    """Write a moment as the captured service does: New York time, with or without microseconds."""
    text = moment.astimezone(ZONE)
    return (text.replace(microsecond=0) if whole else text).isoformat()
