"""Requirements files, as pip's documentation has them: "Requirements File Format"."""

import pytest

from tests.core.stack.files import one, plain, read, reasons


def test_names_ranges_extras_and_markers() -> None:
    asked = one(read(_content='Django[argon2,bcrypt] >= 5.2, < 6 ; python_version < "3.12"  # why'))
    assert (asked.name, asked.project, asked.specifier) == ("Django", "django", "<6,>=5.2")
    assert asked.extras == ("argon2", "bcrypt")
    assert asked.marker == 'python_version < "3.12"'
    assert asked.version is None


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("a==1.0", "1.0"),
        ("a===1.0", "1.0"),
        ("a==1.*", None),
        ("a~=1.0", None),
        ("a==1.0,<2", "1.0"),
        ("a", None),
    ],
)
def test_a_pin_is_one_version(text: str, version: str | None) -> None:
    assert one(read(_content=text)).version == version


def test_hashes_and_options_behind_a_requirement_are_passed_over() -> None:
    text = "a==1.0 --hash=sha256:00 --hash sha256:11\nb==2 --config-settings=x=y\n"
    assert plain(read(_content=text)) == [("a", "==1.0", 1), ("b", "==2", 2)]


def test_a_line_goes_on_behind_a_backslash() -> None:
    text = "a==1.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n# b \\\nc\n"
    assert plain(read(_content=text)) == [("a", "==1.0", 1), ("c", "", 5)]


def test_a_file_may_end_behind_a_backslash() -> None:
    assert plain(read(_content="a\nb==2 \\")) == [("a", "", 1), ("b", "==2", 2)]


@pytest.mark.parametrize(
    ("line", "name", "version"),
    [
        ("name @ https://host.example/x.zip", "name", None),
        ("git+https://host.example/x.git@main#egg=name", "name", None),
        ("-e git+https://host.example/x.git#egg=name&subdirectory=y", "name", None),
        ("--editable=git+https://host.example/x.git#egg=name", "name", None),
        ("https://host.example/name-1.2-py3-none-any.whl", "name", "1.2"),
        ("./wheels/name-1.2.tar.gz", "name", "1.2"),
        ('name-1.2.tar.gz ; python_version > "3"', "name", "1.2"),
    ],
)
def test_addresses_that_tell_a_name(line: str, name: str, version: str | None) -> None:
    asked = one(read(_content=line))
    assert (asked.name, asked.version, asked.source) == (name, version, "url")


@pytest.mark.parametrize("line", ["-e .", "./here", "../there[extra]", "/srv/x", "folder/of/it"])
def test_folders_are_left_out_on_purpose(line: str) -> None:
    found = read(_content=line)
    assert found.dependencies == []
    assert [one.grave for one in found.problems] == [False]


def test_an_address_without_a_name_is_told() -> None:
    found = read(_content="a\nhttps://host.example/download")
    assert reasons(found) == [
        (2, "'https://host.example/download' does not tell its name; write: name @ address")
    ]


def test_options_of_the_installer_name_no_project() -> None:
    text = "--index-url https://index.example\n-i https://index.example\n--pre\n--no-binary :all:\n"
    assert read(_content=text).problems == []


def test_what_is_wrong_is_named_and_the_rest_is_read() -> None:
    found = read(_content="a\nb =! 1\n--strange\n-r\nc\n")
    assert [name for name, _, _ in plain(found)] == ["a", "c"]
    assert reasons(found) == [
        (2, "'b =! 1' is not a requirement; expected one such as django>=5.2"),
        (3, "'--strange' is not an option that is known here"),
        (4, "-r names no file"),
    ]


# ---- files that name files


def test_files_that_are_named_are_read_where_they_are_named() -> None:
    found = read(
        "requirements/all.txt",
        "-r base.txt\nb\n-r ../more.txt\n",
        requirements__base_txt="a\n",
        more_txt="c\n",
    )
    assert [(str(one.where), one.name) for one in found.dependencies] == [
        ("requirements/base.txt:1", "a"),
        ("requirements/all.txt:2", "b"),
        ("more.txt:1", "c"),
    ]
    assert found.problems == []


def test_circles_end_and_are_told() -> None:
    found = read(_content="-r b.txt\na\n", b_txt="b\n-r requirements.txt\n")
    assert [name for name, _, _ in plain(found)] == ["b", "a"]
    assert [str(one.where) for one in found.problems] == ["b.txt:2"]
    assert "requirements.txt -> b.txt -> requirements.txt" in found.problems[0].reason


def test_a_file_that_is_named_twice_is_read_once() -> None:
    found = read(_content="-r b.txt\n-r c.txt\n", b_txt="-r c.txt\n", c_txt="c\n")
    assert plain(found) == [("c", "", 1)]
    assert found.problems == []


@pytest.mark.parametrize("path", ["../x.txt", "/etc/passwd", "a/../../x.txt", "..", "..\\x.txt"])
def test_paths_out_of_the_folder_are_refused(path: str) -> None:
    found = read(_content=f"-r {path}\na\n")
    assert [name for name, _, _ in plain(found)] == ["a"]
    assert "leads out of the folder" in found.problems[0].reason


def test_addresses_of_files_are_not_fetched() -> None:
    found = read(_content="-r https://host.example/requirements.txt\n")
    assert "nothing is fetched" in found.problems[0].reason


def test_a_file_that_is_not_there_is_told() -> None:
    assert reasons(read(_content="\n-c c.txt\n")) == [(2, "'c.txt': there is no such file")]


def test_many_files_end() -> None:
    others = {f"f{n}_txt": f"-r f{n + 1}.txt\na{n}\n" for n in range(150)}
    found = read(_content="-r f0.txt", **others)
    assert len(found.dependencies) == 99
    assert any("more than 100 files" in one.reason for one in found.problems)


def test_constraints_narrow_what_is_asked_for() -> None:
    found = read(_content="-c c.txt\na\nb<3\n", c_txt="a==1.5\nb>=2\nlater==9\n")
    asked = {one.name: (one.version, one.specifier, one.group) for one in found.dependencies}
    assert asked == {
        "a": ("1.5", "==1.5", ""),
        "b": (None, "<3,>=2", ""),
        "later": ("9", "==9", "constraint"),
    }
