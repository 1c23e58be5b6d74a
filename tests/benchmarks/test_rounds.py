"""How rounds are summed up, and that a wrong answer is never measured as a fast one."""

import pytest

from benchmarks.client import Answer, BadAnswerError
from benchmarks.rounds import Ask, figure


def test_the_ratio_is_the_median_of_the_ratios_of_each_round():
    summed = figure([(1.0, 2.0), (2.0, 5.0), (1.0, 9.0)])
    assert (summed.low, summed.ratio, summed.high) == (2.0, 2.5, 9.0)
    assert (summed.bare_ms, summed.cpu_ms) == (1.0, 5.0)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500, b"", b"the piece"),
        Answer(200, b"", b"another page"),
        Answer(200, b"the piece", b"another page"),
    ],
)
def test_an_answer_that_is_not_the_wanted_one_stops_the_measurement(answer):
    ask = Ask(b"GET /x HTTP/1.1\r\n\r\n", b"the piece")
    with pytest.raises(BadAnswerError, match=r"GET /x HTTP/1\.1: not 200"):
        ask.check(answer)


def test_an_answer_that_is_too_short_stops_the_measurement():
    with pytest.raises(BadAnswerError):
        Ask(b"GET / HTTP/1.1\r\n", b"", least=10).check(Answer(200, b"", b"short"))


def test_a_304_is_known_by_its_head():
    Ask(b"", b'"abc"', status=304).check(Answer(304, b'etag: "abc"\r\n', b""))
