"""The method is told with the numbers that are used, and its weaknesses with it."""

from __future__ import annotations

import json

import pytest

from packdex.catalog import judged
from packdex.core.backtest import published, tables
from packdex.core.verdict.lifecycle import RULES
from packdex.core.verdict.reading import FORMULAS, Method
from packdex.core.verdict.signals import CHECKS, threshold
from packdex.core.verdict.weights import default, overridden
from packdex.web import answers
from packdex.web.verdict import methodology
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    answers._kept.clear()


def test_every_rule_and_signal_stands_there_with_its_numbers(read: Reader) -> None:
    page = read("/methodology/")
    for rule in RULES:
        assert f"{rule.label} {rule.means}" in page.text
    for check in CHECKS:
        scale = default().scales[check.key]
        row = f"{check.label} {scale.weight:g} {threshold(scale, check.unit)} {check.why}"
        assert row in page.text
    assert str(default().outlook.constant) in page.text


def test_the_weights_of_the_instance_are_shown(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = overridden(
        json.dumps(
            {
                "version": "ours",
                "lifecycle": {"active_days": 300},
                "signals": {"active_weeks": {"full": 33}},
            }
        )
    )
    own = Method(ours, judged.method().products)
    monkeypatch.setattr(methodology, "method", lambda: own)
    text = read("/methodology/").text
    assert f"by formula {FORMULAS}/ours" in text
    assert "a person committed within 300 days" in text
    assert "100 points from 33 weeks on" in text
    assert "100 points from 33 weeks on" in read("/methodology/active_weeks/").text


def test_every_table_of_the_backtest_is_there(read: Reader) -> None:
    text = read("/methodology/").text
    for table in tables.tables(published.read()):
        assert table.title in text
        for row in table.rows:
            assert " ".join(row) in text


def test_it_is_told_where_the_method_falls_short() -> None:
    report = published.read()
    told = " ".join(methodology.in_short(report))
    assert "AUC 0.830, 95% interval 0.750 to 0.895" in told
    assert "better by 0.025 (95% interval \N{MINUS SIGN}0.041 to 0.093)" in told
    assert "not shown to be better" in told
    assert "calibration error 0.025" in told
    proven = report | {"reached": report["reached"] | {"better": True}}
    assert "not shown" not in " ".join(methodology.in_short(proven))


def test_without_what_matters_nothing_is_claimed() -> None:
    assert list(methodology.in_short(published.read() | {"parts": []})) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.key)
def test_every_check_says_why_and_how_to_mend_it(read: Reader, check: object) -> None:
    one = next(each for each in CHECKS if each is check)
    page = read(f"/methodology/{one.key}/")
    assert page.title.startswith(one.label)
    assert one.why in page.text
    assert one.advice in page.text
    measured = page.text.split("How it is measured")[1].split("Points")[0]
    mended = page.text.split(one.advice)[1]
    assert len(measured) > 100
    assert len(mended) > 80
    assert f"100 {methodology._steps(one, default().scales[one.key])[0][1]}" in page.text


def test_points_and_values_belong_together() -> None:
    python = next(check for check in CHECKS if check.key == "python")
    scale = default().scales["python"]._replace(full=0, none=2)
    assert methodology._steps(python, scale) == [
        (100, "0 versions behind"),
        (50, "1 version behind"),
        (0, "2 versions behind"),
    ]


def test_an_unknown_check_is_404(read: Reader) -> None:
    read("/methodology/nothing/", 404)
