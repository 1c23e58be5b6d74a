"""The file of weights: complete, and what an instance changes is checked."""

import json

import pytest

from packdex.core.verdict.verdict import judge, usual_method
from packdex.core.verdict.weights import Scale, WeightsError, default, overridden
from tests.core.verdict.make import METHOD, NOW, fact, well


def test_the_newest_entry_of_the_changelog_is_of_this_version() -> None:
    assert default().changelog[0][0] == default().version


@pytest.mark.parametrize("form", ["toml", "json"])
def test_an_instance_changes_what_it_names_and_nothing_else(form: str) -> None:
    told = {"version": "1-ours", "signals": {"advisories": {"weight": 9}}}
    text = 'version = "1-ours"\n[signals.advisories]\nweight = 9'
    ours = overridden(json.dumps(told) if form == "json" else text)
    assert ours.scales["advisories"] == Scale(9, 0, 1)
    assert ours.scales["python"] == default().scales["python"]
    assert ours.changelog == default().changelog


def test_its_results_name_its_version() -> None:
    ours = type(METHOD)(overridden('version = "ours"'), METHOD.products)
    assert judge(well(), NOW, ours).formula_version.endswith("/ours")
    assert usual_method().formula_version.endswith(f"/{default().version}")


def test_its_weights_count() -> None:
    ours = type(METHOD)(
        overridden('version = "ours"\n[signals.advisories]\nweight = 8'), METHOD.products
    )
    told = judge(well(advisories=fact(("A-1",))), NOW, ours)
    assert told.scores[3].points == 20


def test_it_may_tell_what_it_changed() -> None:
    entry = '[[changelog]]\nversion = "ours"\ndate = 2026-01-01\nchange = "Stricter."'
    ours = overridden(f'version = "ours"\n{entry}')
    assert ours.changelog[0] == ("ours", "2026-01-01", "Stricter.")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("version = ", "neither TOML nor JSON"),
        ("{", "neither TOML nor JSON"),
        ("[scores]\nleast_coverage = 0.4", "name one of your own"),
        ('version = "1"', "name one of your own"),
        ('version = ""', "1 to 40 letters"),
        ('version = "x"\nchangelog = 3', "changelog: write tables"),
        ('version = "x"\n[signals.stars]\nweight = 1', "signals.stars is not known"),
        ('version = "x"\nsignals = 1', "signals is 1: write a table"),
        ('version = "x"\n[signals.python]\nweight = -1', "signals.python.weight is -1"),
        ('version = "x"\n[signals.python]\nweight = "1"', "write a number"),
        ('version = "x"\n[signals.python]\nweight = true', "write a number"),
        ('version = "x"\n[signals.python]\nweight = nan', "write a number"),
        ('version = "x"\n[signals.python]\nfull = 5', "has to be below none"),
        ('version = "x"\n[signals.active_weeks]\nfull = 0', "has to be above none"),
        ('version = "x"\n[scores]\nleast_coverage = 2', "from 0 to 1"),
        ('version = "x"\n[lifecycle]\ndormant_days = 100', "from 365 on"),
        ('version = "x"\n[outlook]\nhalf_life_days = 0', "from 1 on"),
        ('version = "x"\n[outlook]\ntuned_on = "all"', "a list of texts"),
    ],
)
def test_what_is_wrong_is_named(text: str, named: str) -> None:
    with pytest.raises(WeightsError, match=named):
        overridden(text)


def test_points_lie_evenly_between_the_ends() -> None:
    assert [Scale(1, 90, 730).points(x) for x in (0, 90, 410, 730, 9999)] == [100, 100, 50, 0, 0]
    assert [Scale(1, 12, 0).points(x) for x in (-1, 0, 3, 12, 99)] == [0, 0, 25, 100, 100]
