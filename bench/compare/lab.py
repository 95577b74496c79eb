"""The hosts that all tools work on: the lab's containers, reached directly or through a port that delays and counts."""
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
K3SDEPLOY = str(TOP / "k3sdeploy")
KEY = Path.home() / ".local/share/k3sdeploy/lab_ed25519"
SUBNET = "172.30.60."
FIRST_PORT = 23000
# All tools install this one; without it each k3sdeploy would ask the network for a release.
SIMULATOR = TOP / "lab/simulator/k3s"
# Each host's systemd wants some; 128, the usual limit, are enough for some thirty hosts.
INOTIFY = Path("/proc/sys/fs/inotify/max_user_instances")
BINARY = Path(os.environ.setdefault("K3SDEPLOY_K3S", str(SIMULATOR)))


class Lab:
    """As many hosts as wanted; the first is the server. A context: the hosts are gone at its end."""

    def __init__(self, count: int, delay: int) -> None:
        self.names = [f"bench-{number}" for number in range(1, count + 1)]
        self.addresses = [f"{SUBNET}{10 + number}" for number in range(1, count + 1)]
        self.delay = delay
        self._folder = tempfile.TemporaryDirectory()
        self.folder = Path(self._folder.name)
        self.binary = BINARY
        self.airgap = self.folder / "airgap"
        self.images = self.airgap / "images/app.tar"

    def __enter__(self) -> "Lab":
        self.making = self._inventory("making.json", "machines", range(len(self.names)))
        self.direct = self._inventory("direct.json", "direct", range(len(self.names)))
        self.without_last = self._inventory("fewer.json", "direct", range(max(1, len(self.names) - 1)))
        self.counted = self._inventory("counted.json", "ports", range(len(self.names)))
        self._inotify = INOTIFY.read_text()
        INOTIFY.write_text(str(max(8192, int(self._inotify))))
        said("k3sdeploy", "machines", "up", "-i", str(self.making))
        self._wait()
        self._counting = Ports(self.addresses, 0, FIRST_PORT)
        self._delaying = Ports(self.addresses, self.delay, FIRST_PORT + 500) if self.delay else None
        self.delayed = self._inventory("delayed.json", "delayed", range(len(self.names)))
        return self

    def _wait(self) -> None:
        """Until all have booted: many at once take their time."""
        for _ in range(60):
            pinged = subprocess.run([K3SDEPLOY, "ping", "-i", str(self.direct)], capture_output=True, cwd=TOP)
            if pinged.returncode == 0:
                return
        sys.exit("the hosts do not answer: " + pinged.stdout.decode())

    def __exit__(self, *ignored: object) -> None:
        self._counting.close()
        if self._delaying:
            self._delaying.close()
        said("k3sdeploy", "down", "-i", str(self.making), "--machines", "--yes")
        INOTIFY.write_text(self._inotify)
        self._folder.cleanup()

    @property
    def inventory(self) -> Path:
        """The one to measure with."""
        return self.delayed if self.delay else self.direct

    def count(self) -> dict[str, int]:
        """What has gone through the counting ports since the last call: connections, turns, bytes; the most of any host."""
        return self._counting.take()

    def _inventory(self, name: str, way: str, which: range) -> Path:
        def host(index: int) -> dict[str, object]:
            address = {"k3s_node_ip": self.addresses[index], "bench_address": self.addresses[index]}
            if way in ("ports", "delayed"):
                first = FIRST_PORT + (500 if way == "delayed" else 0)
                return {**address, "ansible_host": "127.0.0.1", "ansible_port": first + index}
            return {**address, "ansible_host": self.addresses[index]}

        hosts = {self.names[index]: host(index) for index in which}
        variables: dict[str, object] = {
            "ansible_user": "vagrant", "k3s_packages": [], "k3s_cluster_name": "bench",
            "ansible_host_key_checking": False,  # the ports led to other machines in the run before
            "machines": "containers" if way == "machines" else "none"}
        if way != "machines":
            variables["ansible_ssh_private_key_file"] = str(KEY)
        file = self.folder / name
        file.write_text(json.dumps({"all": {"vars": variables, "children": {
            "k3s_master": {"hosts": {self.names[0]: hosts[self.names[0]]}},
            "k3s_agent": {"hosts": {name: host for name, host in hosts.items() if name != self.names[0]}}}}}))
        return file


class Ports:
    """One port of this machine for each host, in a process of its own."""

    def __init__(self, addresses: list[str], delay: int, first: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "ports.py"), str(first), str(delay), *addresses],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._read()

    def take(self) -> dict[str, int]:
        assert self._process.stdin
        self._process.stdin.write("take\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, int]:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(10)


def said(*words: str) -> str:
    """Runs k3sdeploy or another program outside of what is measured; its output. Fails with it."""
    command = [K3SDEPLOY if words[0] == "k3sdeploy" else words[0], *words[1:]]
    done = subprocess.run(command, capture_output=True, text=True, cwd=TOP, stdin=subprocess.DEVNULL)
    if done.returncode:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout
