"""Whom a request is counted against, whatever it says of itself."""

from __future__ import annotations

import pytest

from packdex.config.readers import proxies
from packdex.core.proxies import client_address

NEAR, FAR, MADE_UP = "10.0.0.1", "203.0.113.9", "198.51.100.7"


@pytest.mark.parametrize(
    ("setting", "peer", "forwarded", "address"),
    [
        ("", FAR, "", FAR),
        ("", FAR, MADE_UP, FAR),
        ("1", NEAR, FAR, FAR),
        ("1", NEAR, f"{MADE_UP}, {FAR}", FAR),
        ("2", NEAR, f"{MADE_UP}, {FAR}, 10.0.0.2", FAR),
        ("2", NEAR, FAR, NEAR),  # came another way than by both
        ("1", NEAR, "", NEAR),
        ("1", NEAR, "unknown", NEAR),
        ("10.0.0.0/8", NEAR, f"{MADE_UP}, {FAR}", FAR),
        ("10.0.0.1,10.0.0.2", NEAR, f"{MADE_UP}, {FAR}, 10.0.0.2", FAR),
        ("10.0.0.0/8", FAR, MADE_UP, FAR),
        ("10.0.0.0/8", NEAR, f"{FAR}, x", NEAR),
        ("10.0.0.0/8", NEAR, "", NEAR),
        ("2001:db8::/32", "2001:db8::1", "2001:db9::1", "2001:db9::1"),
    ],
)
def test_the_address_of_whoever_asks(setting: str, peer: str, forwarded: str, address: str) -> None:
    assert client_address(peer, forwarded, proxies(setting)) == address


@pytest.mark.parametrize("text", ["-1", "11", "proxy.example", "10.0.0.1/8", "10.0.0.0/8,x"])
def test_what_names_no_proxies(text: str) -> None:
    with pytest.raises(ValueError, match="addresses or networks"):
        proxies(text)
