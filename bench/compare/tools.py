"""What is compared. Each tool does the same steps and leaves the same files, so that all of them can work on the same hosts."""
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from lab import HERE, K3SDEPLOY, KEY, Lab, TOP


class Used(NamedTuple):
    """What a command took: seconds of wall time and of CPU with all its children, megabytes of the largest process."""
    wall: float
    cpu: float
    memory: float


class Failed(Exception):
    pass


def timed(command: list[str], environment: dict[str, str] | None = None) -> Used:
    """Runs a command to its end. Its processes are its own session's, so that what it leaves behind is not counted."""
    with tempfile.NamedTemporaryFile("w+") as log, tempfile.NamedTemporaryFile("r") as figures:
        status = subprocess.run(
            ["/usr/bin/time", "-f", "%e %U %S %M", "-o", figures.name, *command], cwd=TOP, stdin=subprocess.DEVNULL,
            stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})}).returncode
        if status:
            log.seek(0)
            raise Failed(f"{' '.join(command)} ended with {status}\n{log.read()[-3000:]}")
        wall, user, system, memory = figures.read().split()[-4:]
    return Used(float(wall), float(user) + float(system), int(memory) / 1024)


class K3sdeploy:
    name, title = "k3sdeploy", "k3sdeploy"

    @staticmethod
    def there() -> bool:
        subprocess.run([K3SDEPLOY, "version"], check=True, stdout=subprocess.DEVNULL)  # builds it
        return True

    def up(self, lab: Lab, inventory: Path, value: str = "110", images: Path | None = None) -> Used:
        config = '{"k3s_agent_config": {"kubelet-arg": ["max-pods=' + value + '"]}}'
        return timed([K3SDEPLOY, "up", "-i", str(inventory), "-e", config, "-e", f"k3s_output_dir={lab.folder}/k3s",
                      *(["-e", f"k3s_airgap_dir={lab.airgap}"] if images else [])])

    def down(self, lab: Lab, inventory: Path) -> Used:
        return timed([K3SDEPLOY, "down", "-i", str(inventory), "--yes"])

    def ping(self, lab: Lab, inventory: Path) -> Used:
        return timed([K3SDEPLOY, "ping", "-i", str(inventory)])


class Ansible:
    """Playbooks with the steps of `up`; the connections that stay open are new in each run, as k3sdeploy's are."""
    name, title = "ansible", "Ansible, pipelining"
    pipelining = "True"
    strategy: dict[str, str] = {}

    @staticmethod
    def there() -> bool:
        return shutil.which("ansible-playbook") is not None

    def up(self, lab: Lab, inventory: Path, value: str = "110", images: Path | None = None) -> Used:
        return self._play(lab, inventory, "up.yml", "-e", f"max_pods={value}", "-e", f"k3s={lab.binary}", "-e",
                          f"files={self._files(lab)}", "-e", f"kubeconfig={lab.folder}/ansible.yaml",
                          *(["-e", f"images={images}"] if images else []))

    def down(self, lab: Lab, inventory: Path) -> Used:
        return self._play(lab, inventory, "down.yml")

    def ping(self, lab: Lab, inventory: Path) -> Used:
        return self._run(lab, ["ansible", "-i", str(inventory), "all", "-m", "ping"])

    def _play(self, lab: Lab, inventory: Path, book: str, *words: str) -> Used:
        return self._run(lab, ["ansible-playbook", "-i", str(inventory), str(HERE / "ansible" / book), *words])

    def _run(self, lab: Lab, command: list[str]) -> Used:
        with tempfile.TemporaryDirectory(prefix="cp", dir="/tmp") as sockets:
            return timed(command, {
                "ANSIBLE_HOST_KEY_CHECKING": "False", "ANSIBLE_PIPELINING": self.pipelining, "ANSIBLE_FORKS": "50",
                "ANSIBLE_SSH_CONTROL_PATH_DIR": sockets, "ANSIBLE_NOCOLOR": "1", "ANSIBLE_LOCALHOST_WARNING": "False",
                "ANSIBLE_SSH_ARGS": f"-C -o ControlMaster=auto -o ControlPersist=5s -o UserKnownHostsFile={lab.folder}/kh",
                **self.strategy})

    @staticmethod
    def _files(lab: Lab) -> Path:
        """The files that k3sdeploy writes, so that both mean the same state."""
        return lab.folder / "files"


class PlainAnsible(Ansible):
    name, title, pipelining = "ansible-plain", "Ansible, as installed", "False"


class Mitogen(Ansible):
    name, title = "mitogen", "Ansible with Mitogen"
    plugins = Path("/usr/share/ansible-mitogen/ansible_mitogen/plugins/strategy")
    packaged = Path("/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy")

    def __init__(self) -> None:
        found = self.plugins if self.plugins.is_dir() else self.packaged
        self.strategy = {"ANSIBLE_STRATEGY_PLUGINS": str(found), "ANSIBLE_STRATEGY": "mitogen_linear"}

    @classmethod
    def there(cls) -> bool:
        return Ansible.there() and (cls.plugins.is_dir() or cls.packaged.is_dir())

    def ping(self, lab: Lab, inventory: Path) -> Used:
        return self._play(lab, inventory, "ping.yml")


class Floor:
    """The least that could be done, by OpenSSH and the shell, without a look at what is there."""
    name, title = "floor", "the floor"

    @staticmethod
    def there() -> bool:
        return True

    def up(self, lab: Lab, inventory: Path, value: str = "110", images: Path | None = None) -> Used:
        return self._run(lab, inventory, *(("send", str(images)) if images else ("up", value)))

    def down(self, lab: Lab, inventory: Path) -> Used:
        return self._run(lab, inventory, "down", "")

    def ping(self, lab: Lab, inventory: Path) -> Used:
        return self._run(lab, inventory, "ping", "")

    @staticmethod
    def _run(lab: Lab, inventory: Path, what: str, value: str) -> Used:
        ways = []
        ports = {lab.counted: 23000, lab.delayed: 23500} if lab.delay or inventory == lab.counted else {}
        for index, address in enumerate(lab.addresses):
            ways.append(f"127.0.0.1:{ports[inventory] + index}" if inventory in ports else f"{address}:22")
        return timed([str(HERE / "floor"), what, str(KEY), str(lab.binary), str(lab.folder / "files"), value, *ways])


TOOLS = (K3sdeploy, Ansible, PlainAnsible, Mitogen, Floor)
