"""Who may do what, written down a second time: a change of the one table has to be meant."""

from __future__ import annotations

import pytest

from packdex.core.roles import (
    LEAST,
    NOBODY,
    SCOPE,
    Act,
    Actor,
    RefusedError,
    Role,
    Scope,
    may,
    require,
)

WHO = """
add packages                member               packages:write
edit packages               member  maintainer   packages:write
deprecate packages          editor  maintainer   packages:write
add grids                   member               grids:write
edit grids                  member  maintainer   grids:write
edit what is locked         editor  maintainer
report something            member               packages:write
say what you use            member               packages:write
suggest examples            member               packages:write
undo your own changes       member               moderate
undo changes of others      moderator            moderate
edit categories             moderator            moderate
lock                        moderator            moderate
hide                        moderator            moderate
merge packages              moderator            moderate
work through reports        moderator            moderate
delete packages and grids   admin                moderate
claim packages              member
say how a package stands    moderator maintainer packages:write
answer reports              moderator maintainer
invite maintainers          moderator maintainer
remove maintainers          moderator
invite people               moderator
give roles to people        admin
"""


@pytest.mark.parametrize("line", WHO.strip().splitlines())
def test_the_table(line: str) -> None:
    name, _, rest = line.partition("  ")
    told = rest.split()
    act, least, owners = Act(name), Role[told[0].upper()], "maintainer" in told
    scope = next((word for word in told if word in set(Scope)), None)
    for role in Role:
        actor = Actor(1, "ada", role)
        assert may(actor, act) == (role >= least)
        assert may(actor, act, owns=True) == (role >= least or (owners and role >= Role.MEMBER))
        locked = role >= least and role >= Role.EDITOR
        assert may(actor, act, locked=True) == locked
        assert may(actor, act, locked=True, owns=True) == (
            locked or (owners and role >= Role.MEMBER)
        )
    for held in Scope:
        actor = Actor(1, "ada", Role.ADMIN, None, frozenset({held}))
        assert may(actor, act) == (held == scope)
    assert not may(NOBODY, act, owns=True)


def test_every_act_stands_there() -> None:
    assert {line.partition("  ")[0] for line in WHO.strip().splitlines()} == set(Act) == set(LEAST)
    assert set(SCOPE) < set(Act)


@pytest.mark.parametrize(
    ("actor", "act", "why"),
    [
        (NOBODY, Act.CLAIM, "Sign in to claim packages."),
        (Actor(1, "ada", Role.MEMBER), Act.DECLARE, "You may not say how a package stands"),
        (
            Actor(1, "ada", Role.ADMIN, None, frozenset(Scope)),
            Act.MANAGE_PEOPLE,
            "A token cannot give roles to people",
        ),
        (
            Actor(1, "ada", Role.ADMIN, None, frozenset({Scope.READ})),
            Act.LOCK,
            "takes the scope moderate",
        ),
    ],
)
def test_who_is_refused_is_told_why(actor: Actor, act: Act, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        require(actor, act)


def test_a_lock_is_said_to_be_one() -> None:
    with pytest.raises(RefusedError, match="locked"):
        require(Actor(1, "ada", Role.MEMBER), Act.EDIT_PACKAGE, locked=True)
    require(Actor(1, "ada", Role.MEMBER), Act.EDIT_PACKAGE, locked=True, owns=True)
