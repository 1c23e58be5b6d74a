"""packdex serve."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from packdex.cli import arguments, database
from packdex.cli.exits import WRONG_CALL, Unusable, end


@click.command(epilog="Example: packdex serve --port 8080 --workers 2")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    callback=arguments.utf8,
    help="Address to listen on.",
)
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="TCP port."
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Serving processes; as many as there are cores is good.",
)
@click.option(
    "--prepare",
    is_flag=True,
    help="First bring the database up to date and, where it is empty, load the starter catalogue.",
)
def command(*, host: str, port: int, workers: int, prepare: bool) -> None:
    """Serve the directory over HTTP until interrupted."""
    from django.conf import settings

    _check_port(host, port)
    if prepare:
        _prepare()
    else:
        database.ready()
    _close_connections()
    name = f"[{host}]" if ":" in host else host
    click.echo(f"Packdex is at {settings.PACKDEX_SITE_URL or f'http://{name}:{port}'}/")
    click.echo(f"Data: {settings.PACKDEX_DATA}. Ctrl-C ends it.")
    with _refreshing(wanted=settings.PACKDEX_REFRESH):
        _serve(host, port, workers)


def _serve(host: str, port: int, workers: int) -> None:
    from granian import Granian

    Granian(
        "packdex.config.wsgi:application", address=host, port=port, **server_options(workers)
    ).serve()


@contextmanager
def _refreshing(*, wanted: bool) -> Iterator[None]:
    """Keep the facts fresh meanwhile, in a process of its own that ends with this one."""
    if not wanted:
        click.echo("Facts are not refreshed by themselves: PACKDEX_REFRESH is off.")
        yield
        return
    command = [sys.executable, "-m", "packdex", "refresh", "--due", "--watch", "--workers", "4"]
    process = subprocess.Popen(command)  # noqa: S603 - our own command
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def server_options(workers: int) -> dict[str, Any]:
    """What granian is told beside the application and the address."""
    from granian.constants import Interfaces
    from granian.log import LogLevels

    return {
        "interface": Interfaces.WSGI,
        "workers": workers,
        "blocking_threads": 1,
        "websockets": False,
        "log_level": LogLevels.warning,
        "respawn_failed_workers": True,
        # A signal in a worker's first moments is lost; without this, stopping would wait for ever.
        "workers_kill_timeout": 10,
    }


def _prepare() -> None:
    from django.core.management import call_command

    database.start()
    from packdex.cli import search_index
    from packdex.exchange import starter

    if database.pending():
        click.echo("Making the database ready")
        call_command("migrate", verbosity=0, interactive=False)
    starter.load_if_empty(click.echo)
    search_index.make_if_missing()


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            # "" would be every address of the machine; that is said as 0.0.0.0.
            probe.bind((host or " ", port))
        except (socket.gaierror, UnicodeError):
            end(f"{host!r} is no address of this machine; use one such as 127.0.0.1.", WRONG_CALL)
        except OSError as error:
            raise Unusable(_why_not(host, port, error)) from error


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return (
            f"port {port} on {host} is in use by another program. Stop that one, or take another"
            f" port: packdex serve --port {other} (make serve PORT={other})."
        )
    if error.errno == errno.EACCES:
        return f"user {os.getuid()} may not listen on port {port}. Take one above 1023."
    return f"cannot listen on {host} port {port}: {error.strerror or error}."


def _close_connections() -> None:
    """Close what this process opened: the workers are forks and must open their own."""
    from django.db import connections

    connections.close_all()
