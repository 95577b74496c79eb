"""What is measured, and what each measurement finds in place before it."""
import hashlib
import itertools
import os
import subprocess
import sys
from pathlib import Path
from typing import Callable, Iterator, NamedTuple

from lab import K3SDEPLOY, KEY, Lab, said
from tools import Failed, Floor, K3sdeploy, Used, timed


class Found(NamedTuple):
    """What a tool needed for an operation: each round's, and what went over the wire to the host that saw most of it."""
    tool: str
    rounds: list[Used]
    counts: dict[str, int]
    failure: str = ""


class Operation(NamedTuple):
    title: str
    prepare: Callable[[Lab], None]
    run: Callable[[object, Lab, Path], Used]
    with_delays: bool = False
    least: int = 1

    def measure(self, lab: Lab, tools: list, rounds: int) -> Iterator[Found]:
        """Each round is all tools', one after the other, so that whatever else the machine does meets all of them."""
        if len(lab.names) < self.least:
            return
        found = {tool.name: Found(tool.name, [], {}) for tool in tools}
        for _ in range(rounds):
            for tool in tools:
                if not found[tool.name].failure:
                    found[tool.name] = self._once(tool, lab, found[tool.name])
        for tool in tools:
            if not found[tool.name].failure and not lab.delay:
                self.prepare(lab)
                lab.count()
                self.run(tool, lab, lab.counted)
                found[tool.name] = found[tool.name]._replace(counts=lab.count())
        yield from found.values()

    def _once(self, tool, lab: Lab, found: Found) -> Found:
        self.prepare(lab)
        try:
            used = self.run(tool, lab, lab.inventory)
        except Failed as failure:
            print(f"{tool.title}: {self.title}: {failure}", file=sys.stderr)
            return found._replace(failure=str(failure))
        print(f"{len(lab.names)} hosts, {lab.delay} ms, {self.title}: {tool.title} {used.wall:.2f} s", file=sys.stderr)
        return found._replace(rounds=[*found.rounds, used])


VALUES = itertools.count(120)
IMAGES = 64  # MB


def nothing_there(lab: Lab) -> None:
    harvest(lab)
    said("k3sdeploy", "down", "-i", str(lab.direct), "--yes")


def all_there(lab: Lab) -> None:
    K3sdeploy().up(lab, lab.direct)
    harvest(lab)


def last_missing(lab: Lab) -> None:
    all_there(lab)
    said("k3sdeploy", "node", "remove", lab.names[-1], "-i", str(lab.direct), "--yes")


def new_images(lab: Lab) -> None:
    """An archive that no host has, beside the binary that all of them have: a folder as for machines without a network."""
    all_there(lab)
    (lab.airgap / "images").mkdir(parents=True, exist_ok=True)
    lab.images.write_bytes(os.urandom(IMAGES * 2**20))
    binary = lab.binary.read_bytes()
    (lab.airgap / "k3s").write_bytes(binary)
    (lab.airgap / "sha256sum-amd64.txt").write_text(f"{hashlib.sha256(binary).hexdigest()}  k3s\n")


def harvest(lab: Lab) -> None:
    """What k3sdeploy writes on each host, for the other tools."""
    files = lab.folder / "files"
    if files.exists():
        return
    K3sdeploy().up(lab, lab.direct)
    wanted = ("etc/rancher/k3s/config.yaml etc/systemd/system/k3s*.service etc/systemd/system/k3s*.service.env"
              " etc/sysctl.d/90-k3sdeploy.conf usr/local/bin/k3s-*.sh usr/local/bin/kubectl usr/local/bin/crictl usr/local/bin/ctr")
    for number, address in enumerate(lab.addresses, 1):
        folder = files / str(number)
        folder.mkdir(parents=True)
        subprocess.run(
            f"ssh -i {KEY} -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
            f" vagrant@{address} 'cd / && sudo sh -c \"tar -cf - {wanted}\"' | tar -C {folder} -xf -", shell=True, check=True)


def unchanged(tool, lab: Lab, inventory: Path) -> Used:
    return tool.ping(lab, inventory) if isinstance(tool, Floor) else tool.up(lab, inventory)


def changed(tool, lab: Lab, inventory: Path) -> Used:
    if isinstance(tool, Floor):
        raise Failed("the floor knows no settings")
    return tool.up(lab, inventory, str(next(VALUES)))


def added(tool, lab: Lab, inventory: Path) -> Used:
    if isinstance(tool, Floor):
        raise Failed("the floor knows only whole clusters")
    return tool.up(lab, inventory)


def uploaded(tool, lab: Lab, inventory: Path) -> Used:
    return tool.up(lab, inventory, images=lab.images)


def started(*words: str) -> Callable[[object, Lab, Path], Used]:
    def run(tool, lab: Lab, inventory: Path) -> Used:
        if not isinstance(tool, K3sdeploy):
            raise Failed("only k3sdeploy is started")
        return timed([K3SDEPLOY, *words])

    return run


OPERATIONS = {
    "ping": Operation("ping", harvest, lambda tool, lab, inventory: tool.ping(lab, inventory), with_delays=True),
    "cold": Operation("cold up", nothing_there, lambda tool, lab, inventory: tool.up(lab, inventory)),
    "unchanged": Operation("unchanged up", all_there, unchanged, with_delays=True),
    "changed": Operation("one changed value", all_there, changed, least=2),
    "added": Operation("one added node", last_missing, added, least=2),
    "images": Operation(f"{IMAGES} MB of images", new_images, uploaded),
    # After an `up`, which has left the archive of classes.
    "help": Operation("`--help`", lambda lab: None, started("--help")),
    "version": Operation("`version`", lambda lab: None, started("version")),
    "down": Operation("down", all_there, lambda tool, lab, inventory: tool.down(lab, inventory)),
}
