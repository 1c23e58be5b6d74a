"""Signals of security: is it free of known holes, and how fast were they closed?"""

from __future__ import annotations

from datetime import datetime
from statistics import median

from packdex.core.verdict.inputs import Inputs, value_of
from packdex.core.verdict.reading import Method, Missing, Reading, counted, read

NAMED = 3


def advisories(inputs: Inputs, _now: datetime, _method: Method) -> Reading | Missing:
    """Open advisories: those that affect the current version."""
    if (told := inputs.advisories) is None:
        return Missing("it was never compared with advisories")
    number = len(told.value)
    names = ", ".join(told.value[:NAMED]) + (" and others" if number > NAMED else "")
    return read(number, f"{number} open: {names}" if number else "none open", told)


def days_to_fix(inputs: Inputs, _now: datetime, _method: Method) -> Reading | Missing:
    """The median of days from an advisory's publication to the release that fixed it."""
    told = inputs.days_to_fix
    if told is not None and told.value:
        days = median(told.value)
        fixed = counted(len(told.value), "advisory", "advisories")
        return read(days, f"{days:g} days, over {fixed}", told)
    if value_of(inputs.had_advisories) is False:
        return Missing("there never was an advisory", applies=False)
    return Missing("how long a fix took is not known")


def attestation(inputs: Inputs, _now: datetime, _method: Method) -> Reading | Missing:
    """Whether the current release proves where it was built (PEP 740)."""
    if (told := inputs.attested) is None:
        return Missing("nobody asked its registry")
    return read(int(told.value), "attested" if told.value else "not attested", told)
