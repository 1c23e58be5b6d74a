"""A package index on loopback: its list with serials, each project's page, each project's document.

with Index(latency_s=0.02) as index:
    index.publish("sampleproject")
    index.fill(f"project{i}" for i in range(6000))
    index.touch("sampleproject")       # a change: new serial, new ETags
"""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from packaging.utils import canonicalize_name

from tests.standins import registry
from tests.standins.registry import Reply, conditional, moved_to, status
from tests.standins.server import Request, Server, document


class Index(Server):
    def __init__(self, *, latency_s: float = 0, serials: bool = True) -> None:
        super().__init__(latency_s=latency_s)
        self.serials = serials
        self.serial = 1000
        self._projects: dict[str, dict[str, Any]] = {}
        self._list: bytes | None = None
        self._hidden: set[str] = set()

    def publish(
        self,
        name: str,
        *,
        status: dict[str, str] | None = None,
        files: Iterable[dict[str, Any]] = (),
        **info: Any,
    ) -> int:
        """Hold a project, or change it; gives the serial of that change."""
        self.serial += 1
        self._projects[canonicalize_name(name)] = {
            "name": name,
            "serial": self.serial,
            "status": status,
            "files": list(files),
            "info": info,
        }
        self._list = None
        return self.serial

    def fill(self, names: Iterable[str]) -> None:
        for name in names:
            self.publish(name)

    def touch(self, name: str) -> int:
        """A change of a project that is there: its summary is another one."""
        info: dict[str, Any] = {"summary": f"Changed at {self.serial}"}
        return self.publish(self._projects[canonicalize_name(name)]["name"], **info)

    def hide(self, name: str, *, status: dict[str, str]) -> None:
        """Give no document of the project any more, but its page with this status."""
        self.publish(name, status=status)
        self._hidden.add(canonicalize_name(name))

    def remove(self, name: str) -> None:
        del self._projects[canonicalize_name(name)]
        self.serial += 1
        self._list = None

    def reply_to(self, request: Request) -> Reply:
        match [unquote(part) for part in request.path.split("/")[1:]]:
            case ["simple", ""]:
                return self._all()
            case ["simple", name, ""]:
                return self._page(name)
            case ["pypi", name, "json"]:
                return self._document(name)
        return status(404)

    def _all(self) -> Reply:
        if self._list is None:
            self._list = json.dumps(self.listing()).encode()
        return conditional(self._list, f'"{self.serial}"')

    def listing(self) -> dict[str, Any]:
        """The list as PEP 691 has it, with the index's own keys."""
        projects = [
            {"_last-serial": held["serial"], "name": held["name"]}
            if self.serials
            else {"name": held["name"]}
            for held in self._projects.values()
        ]
        own = {"_last-serial": self.serial} if self.serials else {}
        return {"meta": {**own, "api-version": "1.4"}, "projects": projects}

    def _page(self, name: str) -> Reply:
        normal = canonicalize_name(name)
        if name != normal:
            return moved_to(f"/simple/{normal}/")
        if normal not in self._projects:
            return status(404)
        return document(self.page(normal))

    def page(self, normal: str) -> dict[str, Any]:
        """A project's page as PEP 691 and PEP 792 have it."""
        held = self._projects[normal]
        marker = {"project-status": held["status"]} if held["status"] else {}
        meta = {"_last-serial": held["serial"], "api-version": "1.4"}
        return {"meta": meta, "name": normal, "files": held["files"], "versions": [], **marker}

    def _document(self, name: str) -> Reply:
        held = self._projects.get(canonicalize_name(name))
        if held is None or canonicalize_name(name) in self._hidden:
            return status(404)
        whole = registry.document(held["name"], **held["info"]) | {"last_serial": held["serial"]}
        return conditional(json.dumps(whole).encode(), f'"{held["serial"]}"')
