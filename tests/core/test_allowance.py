"""What one address may have within a time."""

from packdex.core.allowance import MOST_KEYS, Allowance, key_of


def test_it_is_full_at_first_and_fills_up_evenly() -> None:
    allowance = Allowance(10, 100)
    assert allowance.take("a", 8, 0) == 0
    assert allowance.take("a", 8, 0) == 60
    assert allowance.take("b", 8, 0) == 0
    assert allowance.take("a", 8, 59) > 0
    assert allowance.take("a", 8, 60) == 0


def test_it_never_holds_more_than_its_measure() -> None:
    allowance = Allowance(10, 100)
    assert allowance.take("a", 10, 0) == 0
    assert allowance.take("a", 10, 10_000) == 0
    assert allowance.take("a", 1, 10_000) == 10


def test_what_costs_more_than_all_is_had_for_all() -> None:
    allowance = Allowance(10, 100)
    assert allowance.take("a", 1_000, 0) == 0
    assert allowance.take("a", 1_000, 1) == 99


def test_it_forgets_who_used_nothing_lately() -> None:
    allowance = Allowance(10, 100)
    for number in range(MOST_KEYS):
        allowance.take(str(number), 10, 0)
    assert allowance.take("one more", 10, 200) == 0
    assert len(allowance._left) == 1


def test_a_network_of_ipv6_is_one_asker() -> None:
    assert key_of("2001:db8::1") == key_of("2001:db8::ffff") != key_of("2001:db8:0:1::1")
    assert key_of("192.0.2.1") != key_of("192.0.2.2")
    assert key_of("unix:") == "unix:"
