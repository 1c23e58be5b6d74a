from packdex.core.counts import counted


def test_one_is_one_thing_and_all_else_are_things() -> None:
    assert [counted(n, "package") for n in (0, 1, 2)] == ["0 packages", "1 package", "2 packages"]
    assert counted(1_204, "grid") == "1,204 grids"
    assert [counted(n, "entry", "entries") for n in (1, 3)] == ["1 entry", "3 entries"]
