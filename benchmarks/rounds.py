"""CPU per request in rounds that take turns between the yardstick and what is measured."""

import itertools
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.client import Answer, BadAnswerError, Connection
from benchmarks.process import cpu_seconds


@dataclass(frozen=True)
class Ask:
    """A request as bytes, and what its answer must have: a status, a piece of the body, a size."""

    raw: bytes
    piece: bytes
    status: int = 200
    least: int = 0

    def check(self, answer: Answer) -> None:
        """Raise BadAnswerError unless the answer is the one that is to be measured."""
        right = answer.status == self.status and len(answer.body) >= self.least
        if not right or self.piece not in (answer.body or answer.head):
            line = self.raw.partition(b"\r\n")[0].decode()
            came = f"{answer.status} and {len(answer.body)} bytes: {answer.body[:300]!r}"
            raise BadAnswerError(f"{line}: not {self.status} with {self.piece!r} but {came}")


@dataclass
class Target:
    """A server under measurement: a connection, the process whose CPU counts, what it is asked.

    `change` writes something, in this process, before each request.
    """

    connection: Connection
    pid: int
    asks: Iterator[Ask]
    change: Callable[[], None] | None = None

    def burst(self, requests: int) -> float:
        """Ask that many times and give the server's CPU in milliseconds per request."""
        asks = list(itertools.islice(self.asks, requests))
        before = cpu_seconds(self.pid)
        for ask in asks:
            if self.change is not None:
                self.change()
            ask.check(self.connection.ask(ask.raw))
        return (cpu_seconds(self.pid) - before) * 1e3 / requests


@dataclass(frozen=True)
class Figure:
    """CPU in ms per request (medians over the rounds) and its ratio to the yardstick's."""

    cpu_ms: float
    bare_ms: float
    ratio: float
    low: float
    high: float


def take_turns(bare: Target, target: Target, rounds: int, requests: int) -> Figure:
    """Measure both in turns, after a warm-up of each.

    What is made anew each time takes so much longer that a tenth of the requests will do.
    """
    own = max(1, requests // 10) if target.change else requests
    bare.burst(requests // 2)
    target.burst(own // 2)
    pairs = [(bare.burst(requests), target.burst(own)) for _ in range(rounds)]
    return figure(pairs)


def figure(pairs: Sequence[tuple[float, float]]) -> Figure:
    """Sum up rounds of (yardstick, target): the median of their ratios, the least and the most."""
    ratios = [target / bare for bare, target in pairs]
    return Figure(
        cpu_ms=statistics.median(target for _, target in pairs),
        bare_ms=statistics.median(bare for bare, _ in pairs),
        ratio=statistics.median(ratios),
        low=min(ratios),
        high=max(ratios),
    )
