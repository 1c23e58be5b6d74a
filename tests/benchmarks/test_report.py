"""The tables, what counts as met, and the block of the document."""

import pytest

from benchmarks.process import Memory
from benchmarks.report import BEGIN, END, Report, Row, growth, markdown, text, update
from benchmarks.rounds import Figure
from benchmarks.writes import FirstRead, Import


def row(key, ratio, target=3.0):
    return Row(key, f"case {key}", target, Figure(ratio / 5, 0.2, ratio, ratio - 0.1, ratio + 0.1))


def report(packages, *rows, rss=100.0):
    return Report(packages, list(rows), 9.0, 1.5, Import(4.0, 90.0), Memory(rss, 60.0))


@pytest.mark.parametrize(
    ("ratio", "target", "verdict"), [(3.0, 3.0, "met"), (3.01, 3.0, "short"), (9.0, None, "-")]
)
def test_a_ratio_is_met_up_to_its_target(ratio, target, verdict):
    assert row("a", ratio, target).verdict == verdict


@pytest.mark.parametrize(("rss", "verdict"), [(150.0, "met"), (150.1, "short")])
def test_memory_has_a_limit(rss, verdict):
    assert report(6_000, rss=rss).limits()[0].verdict == verdict


def test_growth_compares_the_same_case_at_the_smallest_and_the_largest_size():
    small, large = report(6_000, row("a", 2.0), row("b", 2.0)), report(100_000, row("a", 2.5))
    (grown,) = growth([small, large])
    assert (grown.title, grown.value, grown.verdict) == ("case a", 1.25, "short")
    assert growth([small]) == []


def test_tables_show_every_case_with_what_it_is_to_reach():
    one = report(6_000, row("a", 2.0), row("b", 4.0))
    one.first_reads.append(FirstRead("v4 package", 3.0, 0.5))
    shown = [" ".join(line.split()) for line in text([one], "Measured.").splitlines()]
    assert "case a 0.400 0.200 2.00 1.90 to 2.10 3 met" in shown
    assert "case b 0.800 0.200 4.00 3.90 to 4.10 3 short" in shown
    assert "v4 package 3.0 ms 0.5 ms" in shown
    assert "| case b | 0.800 | 0.200 | 4.00 | 3.90 to 4.10 | 3 | short |" in markdown([one], "")


def test_the_block_is_replaced_and_the_rest_of_the_document_stays(tmp_path):
    document = tmp_path / "PERFORMANCE.md"
    document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    update(document, "new")
    update(document, "newer")
    assert document.read_text() == f"before\n{BEGIN}\n\nnewer\n\n{END}\nafter\n"


def test_a_document_without_markers_is_an_error(tmp_path):
    document = tmp_path / "PERFORMANCE.md"
    document.write_text("nothing")
    with pytest.raises(ValueError, match="no <!-- figures"):
        update(document, "new")
