"""Where a server may be made to call by whoever enters a link."""

import socket

import pytest

from packdex.core.public_address import is_public
from packdex.sources.errors import RefusedError, UnreachableError
from packdex.sources.guard import Guard, resolve


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fd00::1",
        "ff02::1",
        "2001:db8::1",
        "5f00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001::1",
        "not an address",
        "",
    ],
)
def test_what_is_not_on_the_public_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "2620:0:2d0::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"],
)
def test_what_is(address: str) -> None:
    assert is_public(address)


def guard(*addresses: str, **settings: object) -> Guard:
    return Guard(resolve=lambda host, port: list(addresses), **settings)  # type: ignore[arg-type]


def test_checked_addresses_are_given_in_order() -> None:
    assert guard("9.9.9.9", "8.8.8.8").addresses("example.org", 443) == ["9.9.9.9", "8.8.8.8"]


def test_one_private_address_among_public_ones_refuses_all() -> None:
    with pytest.raises(RefusedError, match=r"example\.org: 10\.0\.0\.1 is not an address of the"):
        guard("8.8.8.8", "10.0.0.1").addresses("example.org", 443)


def test_a_setting_lets_an_instance_reach_its_own_network() -> None:
    assert guard("10.0.0.1", allow_private=True).addresses("forge", 443) == ["10.0.0.1"]


def test_a_trusted_host_is_that_host_only() -> None:
    trusting = guard("10.0.0.1", allowed_hosts=frozenset({"forge.example.org"}))
    assert trusting.addresses("Forge.example.org", 443) == ["10.0.0.1"]
    for host in ("evil.forge.example.org", "forge.example.org.evil.example", "10.0.0.1"):
        with pytest.raises(RefusedError):
            trusting.addresses(host, 443)


@pytest.mark.enable_socket  # only the resolver, which needs no network for these
@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "017700000001"])
def test_spellings_of_loopback_are_seen_through(host: str) -> None:
    with pytest.raises(RefusedError, match=r"127\.0\.0\.1"):
        Guard().addresses(host, 80)


def test_a_name_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    with pytest.raises(UnreachableError, match=r"nowhere\.example: the name cannot be resolved"):
        resolve("nowhere.example", 443)


@pytest.mark.enable_socket
def test_a_name_that_cannot_be_one() -> None:
    with pytest.raises(UnreachableError, match="cannot be resolved"):
        resolve("a" * 70 + ".example", 443)
