"""Many repositories of GitHub, about forty a question: how they are asked for and what comes of it.

One question is one request and costs one point of 5,000 an hour. GitHub gives up on large ones (502
or a time-out) without saying what was too much, so whatever fails is asked again in halves.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from packdex.core.forge import RepositoryFacts
from packdex.sources.answer import Answer, Poster
from packdex.sources.errors import DoorError, SourceError, TimedOutError
from packdex.sources.forge import ForgeRef, is_elsewhere, is_path, no_path
from packdex.sources.github import graphql, rest
from packdex.sources.limits import DEFAULT_PAUSE, declined, reset_time
from packdex.sources.outcome import Failed, Fetched, Outcome, RateLimited

BATCH = 40
"""Repositories a question; from a hundred on GitHub answers 502."""

MAX_FAILURES = 10
"""Questions without an answer, one after another, before the rest is left for another time."""

SERVER_ERROR = 5  # the hundreds of a status that says the question was too much, or the server is

Found = dict[ForgeRef, Outcome[RepositoryFacts]]


def fetch_many(
    refs: Iterable[ForgeRef],
    door: Poster,
    token: str,
    *,
    api: str = rest.API,
    batch: int = BATCH,
    with_texts: Collection[ForgeRef] = (),
) -> Found:
    """Ask GitHub about all of `refs`; every one of them has an outcome.

    For those in `with_texts` the files of continuous integration are asked for as well.

    A repository that moved has its facts, with `moved_to`. One that GitHub does not find is asked
    for once more by its old address before it is called gone. When GitHub wants a pause, or nothing
    but failures come, the rest is not asked: RateLimited or Failed. Raises ValueError when a ref
    lies at another API than `api`, which the token is for.
    """
    asked = list(dict.fromkeys(refs))
    if any(ref.api != api for ref in asked):
        raise ValueError(f"not all of these repositories are at {api}")
    run = _Run(door, token, api, batch, frozenset(with_texts))
    run.ask_for([ref for ref in asked if run.can_ask(ref)])
    return {ref: run.outcomes[ref] for ref in asked}


@dataclass
class _Run:
    door: Poster
    token: str
    api: str
    batch: int
    with_texts: frozenset[ForgeRef]
    outcomes: Found = field(default_factory=dict)

    def can_ask(self, ref: ForgeRef) -> bool:
        if is_path(ref.path) and ref.path.count("/") == 1:
            return True
        self.outcomes[ref] = no_path(ref)
        return False

    def ask_for(self, refs: list[ForgeRef]) -> None:
        size, failures = self.batch, 0
        while refs:
            batch, rest_of_them = refs[:size], refs[size:]
            try:
                end = self._ask(batch)
                size, failures = min(size * 2, self.batch), 0
            except graphql.TooMuchError as error:
                failures += 1
                if failures < MAX_FAILURES and len(batch) > 1:
                    size = len(batch) // 2
                    continue
                end = None if failures < MAX_FAILURES else Failed(error.why, permanent=False)
                self._settle(batch, Failed(error.why, permanent=False))
            if end is not None:
                self._settle(batch, end)
                return self._settle(rest_of_them, end)
            refs = rest_of_them
        return None

    def _settle(self, refs: list[ForgeRef], outcome: RateLimited | Failed) -> None:
        for ref in refs:
            self.outcomes.setdefault(ref, outcome)

    def _ask(self, batch: list[ForgeRef]) -> RateLimited | Failed | None:
        """Ask about one batch; gives what ends the run, if anything does."""
        try:
            answer = self._post(batch)
            if answer.status != HTTPStatus.OK:
                return _refused(answer)
            reading = graphql.read(answer.body, len(batch), batch[0].web)
        except graphql.RateLimitedError:
            return _paused(answer)
        except SourceError as error:
            return Failed(f"the answer is not as documented: {error}", permanent=True)
        except TimedOutError as error:
            raise graphql.TooMuchError(error.why) from error
        except DoorError as error:
            return Failed(error.why, error.permanent)
        self._record(batch, reading, answer)
        quota = reading.quota
        return RateLimited(quota.reset_at) if quota and quota.remaining < quota.cost else None

    def _post(self, batch: list[ForgeRef]) -> Answer:
        owners_and_names = [
            (owner, name) for owner, _, name in (r.path.partition("/") for r in batch)
        ]
        return self.door.post(
            graphql_url(self.api),
            graphql.question(
                owners_and_names,
                {place for place, ref in enumerate(batch) if ref in self.with_texts},
            ),
            {"Authorization": f"Bearer {self.token}"},
        )

    def _record(self, batch: list[ForgeRef], reading: graphql.Reading, answer: Answer) -> None:
        for place, facts in reading.facts.items():
            ref = batch[place]
            if is_elsewhere(facts.address, ref):
                facts = replace(facts, moved_to=facts.address)  # noqa: PLW2901  the same, completed
            self.outcomes[ref] = Fetched(facts, None, answer.taken_at)
        for place, failed in reading.failed.items():
            self.outcomes[batch[place]] = failed
        for place in sorted(reading.missing):
            # No ETag: REST's facts are others than GraphQL's, so "not modified" would say nothing.
            ref = batch[place]
            self.outcomes[ref] = rest.fetch(replace(ref, etag=None), self.door, self.token)


def graphql_url(api: str) -> str:
    """Where GraphQL is asked, beside the REST API at `api`."""
    return f"{api.removesuffix('/v3')}/graphql"


def _refused(answer: Answer) -> RateLimited | Failed:
    if answer.status // 100 == SERVER_ERROR:
        raise graphql.TooMuchError(f"{answer.url} answered with status {answer.status}")
    return declined(answer)


def _paused(answer: Answer) -> RateLimited:
    until = reset_time(answer.headers.get("x-ratelimit-reset", ""), answer.taken_at)
    return RateLimited(until or answer.taken_at + DEFAULT_PAUSE)
