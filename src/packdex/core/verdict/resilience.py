"""Signals of resilience: does the project go on when one person stops?"""

from __future__ import annotations

from datetime import datetime

from packdex.core import licences
from packdex.core.verdict.inputs import Inputs, value_of
from packdex.core.verdict.maintenance import share
from packdex.core.verdict.reading import Method, Missing, Reading, counted, read


def active_people(inputs: Inputs, _now: datetime, _method: Method) -> Reading | Missing:
    """People who committed within a year."""
    told = inputs.active_people
    if told is None:
        return Missing("who committed within a year is not known")
    return read(told.value, counted(told.value, "person", "people"), told)


def absence_factor(inputs: Inputs, _now: datetime, _method: Method) -> Reading | Missing:
    """The fewest people who together wrote half of all commits.

    The Contributor Absence Factor of the CHAOSS project, over the whole history.
    """
    told = inputs.contributors
    if told is None or not sum(told.value):
        return Missing("who wrote how many commits is not known")
    commits, half, people = 0, sum(told.value) / 2, 0
    for number in sorted(told.value, reverse=True):
        commits, people = commits + number, people + 1
        if commits >= half:
            break
    shown = f"{counted(people, 'person', 'people')} of {len(told.value):,} wrote half of it"
    return read(people, shown, told)


def registry_owners(inputs: Inputs, _now: datetime, _method: Method) -> Reading | Missing:
    """Accounts that may hand the project on, on its registry; an organization counts as one."""
    if value_of(inputs.in_registry) is False:
        return Missing("it names no project on a registry", applies=False)
    if (told := inputs.owners) is None:
        return Missing("its registry does not tell")
    return read(told.value, counted(told.value, "owner"), told)


def licence(inputs: Inputs, _now: datetime, _method: Method) -> Reading | Missing:
    """1 for a licence that is clear (an SPDX expression), half for words that leave it open."""
    if (told := inputs.licence) is not None and told.value.strip():
        clear = licences.normalise(told.value) is not None
        return read(1 if clear else 0.5, told.value if clear else f"{told.value}, not exact", told)
    file = inputs.licence_file
    if file is None:
        return Missing("no licence is told, and nobody looked at its files")
    return read(0.5 if file.value else 0, "a file, not told which" if file.value else "none", file)


def tests(inputs: Inputs, _now: datetime, _method: Method) -> Reading | Missing:
    """The share of tests and continuous integration that is there, of those that are known."""
    return share({"tests": inputs.has_tests, "continuous integration": inputs.has_ci})
