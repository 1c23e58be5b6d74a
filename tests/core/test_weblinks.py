import pytest

from packdex.core.weblinks import web_address


@pytest.mark.parametrize(
    "text", ["http://example.org", "https://example.org/a?b=c#d", "HTTPS://example.org:8443/"]
)
def test_web_addresses_stay_as_they_are(text: str) -> None:
    assert web_address(f" {text}\n") == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "UNKNOWN",
        "example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///path",
        "https://example.org/a b",
        "https://example.org/a\nb",
        "https://example.org:port/",
        "https://[broken/",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_anything_else_is_not_a_link(text: str) -> None:
    assert web_address(text) is None
