"""The key that signs who somebody is (OpenID Connect's ID tokens)."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from packdex.accounts.secret_files import keep_first

FILE = "oidc_key.pem"
BITS = 2048


def signing_key() -> str:
    """The private key in PEM: of the file `oidc_key.pem` of the data folder, made on first need.

    Several processes agree on one: the file appears whole or not at all. Only its owner reads it.
    Raises OSError where it cannot be read or made.
    """
    path: Path = settings.PACKDEX_DATA / FILE
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii")


def _make(path: Path) -> None:
    # Loaded by whoever needs a key: it takes 10 MB of a process's memory.
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    keep_first(path, pem)
