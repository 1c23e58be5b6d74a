"""The git program, told nothing but what we tell it: nobody's configuration, no prompt, no hook.

The settings are those of git-config's manual, the variables those of the manual "git".
"""

import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import cache
from pathlib import Path

from packdex.sources.answer import Sender
from packdex.sources.errors import DoorError, TimedOutError, TooLargeError
from packdex.sources.git.address import Destination
from packdex.sources.git.process import Limits, Sink, run
from packdex.sources.git.trouble import LocalError, meaning
from packdex.sources.guard import Guard

OLDEST = (2, 37)
"""The first git that can be told which address a name has (http.curloptResolve)."""

MAX_OUTPUT = 256 * 1024**2
"""Bytes that one run may print: the log of two million commits, a list of three million refs."""

STALLED_S = 60
"""A server that sends less than a kilobyte a second for so long has stopped."""

_SETTINGS = {
    "core.askPass": "",
    "core.bigFileThreshold": "1m",  # larger blobs are streamed, not held
    "core.packedGitLimit": "512m",  # of the address space, which is bounded
    "core.packedGitWindowSize": "64m",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "credential.helper": "",
    "fetch.recurseSubmodules": "false",
    # Always a pack, which is there as a whole or not at all; loose objects come one by one.
    "fetch.unpackLimit": "1",
    "gc.auto": "0",
    # Where a redirect leads is asked through the door, which checks it.
    "http.followRedirects": "false",
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": str(STALLED_S),
    "http.proxy": "",
    "init.defaultBranch": "none",
    # For a mailmap git would read a file, which a clone without trees would have to fetch first.
    "log.mailmap": "false",
    "maintenance.auto": "false",
    "pack.threads": "1",
    "protocol.allow": "never",
    "protocol.version": "2",
    "submodule.recurse": "false",
    "transfer.bundleURI": "false",
}

_PROTOCOLS = {f"protocol.{name}.allow": "always" for name in ("https", "http", "git")}


class ProgramError(DoorError):
    """git cannot be run on this machine."""

    def __init__(self, why: str) -> None:
        super().__init__(why, permanent=True)


@dataclass(frozen=True)
class Git:
    """How git is run: the door to repositories, as `http.Door` is the one to documents.

    `agent` names us to the other side, `guard` says where we may connect. `timeout_s` bounds all
    that is done for one repository, in seconds (looking up its host's name apart); `max_bytes` is
    what its files may take. Usable from several threads at once.
    """

    agent: str
    guard: Guard = field(default_factory=Guard)
    _: KW_ONLY
    timeout_s: float = 300
    max_bytes: int = 500_000_000


@dataclass(frozen=True)
class Session:
    """All the runs of git for one repository: where it is, where our copy is, how long it may take.

    `deadline` is a moment of `time.monotonic`. Through `door`, if there is one, what is small is
    taken in one request. Each run raises DoorError where it fails.
    """

    git: Git
    to: Destination
    folder: Path
    deadline: float
    door: Sender | None = None

    @classmethod
    def begun(
        cls, git: Git, to: Destination, folder: Path, door: Sender | None = None
    ) -> "Session":
        """A session whose time begins now. `folder` is where the bare repository is, or will be."""
        return cls(git, to, folder, time.monotonic() + git.timeout_s, door)

    def remote(
        self, *arguments: str, given: bytes = b"", settings: Mapping[str, str] | None = None
    ) -> bytes:
        """What `git arguments` prints, allowed to connect to the destination and nowhere else."""
        printed = bytearray()
        network = (
            _PROTOCOLS
            | _authorities()
            | {"http.userAgent": self.git.agent}
            | dict(self.to.settings)
            | dict(settings or {})
        )
        code, errors = self._run(arguments, network, printed.extend, given)
        if code:
            raise meaning(self.to.host, errors)
        return bytes(printed)

    def local(self, *arguments: str, given: bytes = b"") -> bytes:
        """What `git arguments` prints, without any network. Raises LocalError for a failure."""
        printed = bytearray()
        self.read(*arguments, sink=printed.extend, given=given)
        return bytes(printed)

    def read(self, *arguments: str, sink: Sink, given: bytes = b"") -> None:
        """The same, in pieces of any size."""
        code, errors = self._run(arguments, {}, sink, given)
        if code:
            raise LocalError(f"git {arguments[0]}: {meaning(self.to.host, errors).why}")

    def _run(
        self, arguments: tuple[str, ...], network: Mapping[str, str], sink: Sink, given: bytes
    ) -> tuple[int, str]:
        command = [_program()]
        for name, value in (_SETTINGS | dict(network)).items():
            command += ["-c", f"{name}={value}"]
        limits = Limits(self.deadline, MAX_OUTPUT, self.folder, self.git.max_bytes)
        variables = _environment() | dict(self.to.variables) | {"GIT_DIR": str(self.folder)}
        try:
            ended = run([*command, *arguments], variables, limits, sink, given)
        except (TimedOutError, TooLargeError) as error:
            # The limits do not know whose repository this is.
            raise type(error)(f"{self.to.host}: {error.why}") from error
        except OSError as error:
            raise ProgramError(f"git cannot be run ({error})") from error
        return ended.code, ended.errors


@cache
def _program() -> str:
    """Where git was found the first time."""
    return find_program()


def find_program() -> str:
    """Where git is; raises ProgramError when it is nowhere, or too old to keep its promises."""
    found = shutil.which("git")
    if found is None:
        raise ProgramError("the program git is not installed on this machine")
    said = subprocess.run([found, "version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    if (version := version_of(said)) < OLDEST:
        raise ProgramError(f"git {'.'.join(map(str, version))} is too old: 2.37 or newer is needed")
    return found


def version_of(said: str) -> tuple[int, int]:
    """The first two numbers of what `git version` says; zeros where it names none."""
    numbers = re.search(r"(\d+)\.(\d+)", said)
    return (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)


def _environment() -> dict[str, str]:
    """All that git inherits. HOME leads nowhere, so that no file of passwords is found."""
    return {
        "PATH": f"{Path(_program()).parent}{os.pathsep}{os.defpath}",
        "HOME": os.devnull,
        "XDG_CONFIG_HOME": os.devnull,
        "LC_ALL": "C",  # its complaints are read
        "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }


@cache
def _authorities() -> dict[str, str]:
    """The file of certificate authorities that Python uses, where it uses one (SSL_CERT_FILE)."""
    file = ssl.get_default_verify_paths().cafile
    return {"http.sslCAInfo": file} if file else {}
