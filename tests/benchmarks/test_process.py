"""What the kernel tells of processes."""

import os
import sys

import pytest

from benchmarks.process import cpu_seconds, memory, on_one_core, peak_rss

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's clocks and /proc")


def test_cpu_time_of_a_process_grows_with_its_work_and_in_fine_steps():
    before = cpu_seconds(os.getpid())
    sum(range(20_000))
    assert 0 < cpu_seconds(os.getpid()) - before < 1


def test_memory_is_told_in_megabytes():
    used = memory(os.getpid())
    assert 5 < used.rss < 5_000
    assert used.pss <= used.rss
    assert peak_rss(os.getpid()) >= used.rss * 0.9


def test_a_process_that_has_ended_has_no_peak():
    assert peak_rss(2**22 + 1) == 0


def test_one_core_within_the_block_and_all_after_it():
    allowed = os.sched_getaffinity(0)
    with on_one_core():
        assert len(os.sched_getaffinity(0)) == 1
    assert os.sched_getaffinity(0) == allowed
