from packdex.core.versions import sort_key


def test_versions_go_from_old_to_new_and_odd_ones_first() -> None:
    expected = ["1.0-final2b", "dev", "0.9", "1.0a1", "1.0", "1.0.0", "1.2", "1.10", "1!0.1"]
    assert sorted(set(expected), key=sort_key) == expected
