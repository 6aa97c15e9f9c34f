"""Serves a world until it is stopped: ``python -m tests.world --hosts 200 --write DIR``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import signal
from pathlib import Path

from tests.world.build import World, build
from tests.world.faults import Plan
from tests.world.server import WorldServer


def main() -> None:
    """Serve, and write the list of sites and what is true of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.world", description=__doc__)
    parser.add_argument("--hosts", type=int, default=20, help="sites (20)")
    parser.add_argument("--reports", type=int, default=10, help="reports of a site (10)")
    parser.add_argument("--years", default="2019-2023", help="their years (2019-2023)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=0, help="0 for a free one")
    parser.add_argument("--faults", type=Path, help="a plan, TOML")
    parser.add_argument("--write", type=Path, metavar="DIR", help="for sites.csv and truth.json")
    arguments = parser.parse_args()
    first, _, last = arguments.years.partition("-")
    years = range(int(first), int(last or first) + 1)
    world = build(arguments.seed, arguments.hosts, arguments.reports, years)
    plan = Plan.read(arguments.faults) if arguments.faults else None
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(world, plan, arguments.port, arguments.write))


async def serve(world: World, plan: Plan | None, port: int, folder: Path | None) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    server = WorldServer(world, plan)
    await server.start(port)
    if folder is not None:
        write(world, server.port, folder)
    print(f"{len(world.sites)} sites on port {server.port}", flush=True)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await stopped.wait()
    await server.close()


def write(world: World, port: int, folder: Path, *, truth: bool = True) -> None:
    """Write the user's list, and the truth where it is wanted; the list comes last."""
    folder.mkdir(parents=True, exist_ok=True)
    if truth:
        told = json.dumps(world.truth(port), ensure_ascii=False)
        (folder / "truth.json").write_text(told, encoding="utf-8")
    lines = [f"{site.id},{site.name},http://{site.host}:{port}/" for site in world.sites]
    text = "id,name,home\n" + "\n".join(lines) + "\n"
    (folder / "sites.csv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
