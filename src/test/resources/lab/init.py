"""The init of a test's machine: keeps the units of /etc/systemd/system running, as far as an installer of K3S can tell.

As process 1 it starts, restarts and reaps; as `systemctl` it asks that process; as `journalctl` it shows a unit's output.
What systemd does beyond that is for the lab, where it is real.
"""

import json
import os
import select
import shlex
import signal
import socket
import sys
import time
from pathlib import Path

UNITS, RUN = Path("/etc/systemd/system"), Path("/run/systemd")
SOCKET, JOURNAL = RUN / "private", RUN / "journal"
GIVEN_UP_AFTER = 60


class Unit:
    def __init__(self, name):
        self.name, self.pid, self.restarts, self.result = name, 0, 0, "success"
        self.state, self.sub, self.due, self.kill_at, self.stopping = "inactive", "dead", 0.0, 0.0, False
        self.read = self.stamp()
        self.ready = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify = RUN / ("notify-" + name)
        self.notify.unlink(missing_ok=True)
        self.ready.bind(str(self.notify))

    def file(self):
        return UNITS / (self.name + ".service")

    def wanted(self):
        return UNITS / "multi-user.target.wants" / (self.name + ".service")

    def stamp(self):
        return self.file().stat().st_mtime_ns if self.file().exists() else 0

    def settings(self):
        lines = self.file().read_text().splitlines()
        pairs = [line.partition("=") for line in lines if "=" in line and not line.startswith("#")]
        return [(key.strip(), value.strip().replace("%N", self.name)) for key, _, value in pairs]

    def environment(self):
        found = dict(os.environ, NOTIFY_SOCKET=str(self.notify))
        for key, value in self.settings():
            file = Path(value.lstrip("-"))
            if key == "EnvironmentFile" and file.exists():
                for line in file.read_text().splitlines():
                    name, equals, text = line.partition("=")
                    if equals and not name.startswith("#"):
                        found[name] = "".join(shlex.split(text))
        return found

    def start(self):
        self.state, self.sub, self.stopping, self.due = "activating", "start", False, 0.0
        self.pid = os.fork()
        if self.pid == 0:
            try:
                self.become_it()
            finally:
                os._exit(203)

    def become_it(self):
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        out = os.open(JOURNAL / self.name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(out, 2)
        environment = self.environment()
        for key, value in self.settings():
            words = [word.replace("%%", "%").replace("$$", "$") for word in shlex.split(value)]
            if key == "ExecStartPre":
                os.spawnvpe(os.P_WAIT, words[0].lstrip("-"), [words[0].lstrip("-"), *words[1:]], environment)
            if key == "ExecStart":
                os.execvpe(words[0], words, environment)

    def stop(self):
        self.stopping, self.due = True, 0.0
        if self.pid:
            self.state, self.sub, self.kill_at = "deactivating", "stop-sigterm", time.monotonic() + GIVEN_UP_AFTER
            os.kill(self.pid, signal.SIGTERM)
        elif self.state == "activating":
            self.state, self.sub = "inactive", "dead"

    def ended(self, status):
        self.pid, self.kill_at = 0, 0.0
        self.result = "success" if status == 0 else "exit-code"
        if self.stopping:
            self.state, self.sub = ("inactive", "dead") if status == 0 else ("failed", "failed")
        else:
            self.state, self.sub, self.restarts = "activating", "auto-restart", self.restarts + 1
            self.due = time.monotonic() + float(dict(self.settings()).get("RestartSec", "1").rstrip("s"))

    def tick(self):
        if self.due and time.monotonic() >= self.due:
            self.start()
        if self.kill_at and time.monotonic() >= self.kill_at:
            os.kill(self.pid, signal.SIGKILL)

    def properties(self):
        return {
            "LoadState": "loaded" if self.file().exists() or self.pid else "not-found",
            "ActiveState": self.state, "SubState": self.sub, "NRestarts": str(self.restarts), "Result": self.result,
            "UnitFileState": "enabled" if self.wanted().is_symlink() else "disabled" if self.file().exists() else "",
            "NeedDaemonReload": "yes" if self.stamp() not in (0, self.read) else "no",
            "InvocationID": str(self.pid),
        }


class Init:
    """Answers one word list after the other; a stop is answered when the unit has ended."""

    def __init__(self):
        JOURNAL.mkdir(parents=True)
        (RUN / "system").mkdir()
        self.units, self.waiting = {}, []
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(SOCKET))
        self.server.listen(64)
        wake, wakeup = os.pipe2(os.O_NONBLOCK)
        signal.set_wakeup_fd(wakeup)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.wake = wake

    def unit(self, name):
        name = name.removesuffix(".service")
        if name not in self.units:
            self.units[name] = Unit(name)
        return self.units[name]

    def serve(self):
        while True:
            ready = {unit.ready: unit for unit in self.units.values()}
            readable, _, _ = select.select([self.server, self.wake, sys.stdin, *ready], [], [], 0.1)
            if sys.stdin in readable:
                return  # whoever started the machine is gone, or turns it off
            if self.wake in readable:
                os.read(self.wake, 4096)
            for notified in set(readable) & set(ready):
                if b"READY=1" in notified.recv(4096) and ready[notified].state == "activating":
                    ready[notified].state, ready[notified].sub = "active", "running"
            self.reap()
            for unit in self.units.values():
                unit.tick()
            if self.server in readable:
                self.take(self.server.accept()[0])
            self.answer_the_waiting()

    def reap(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for unit in self.units.values():
                if unit.pid == pid:
                    unit.ended(status)

    def take(self, client):
        words = [word for word in json.loads(client.makefile().readline()) if word != "--no-pager"]
        options, names = [word for word in words if word.startswith("-")], []
        rest = iter(words)
        properties = ""
        for word in rest:
            if word == "-p":
                properties = next(rest)
            elif not word.startswith("-"):
                names.append(word)
        units = [self.unit(name) for name in names[1:]]
        self.do(client, names[0] if names else "", units, options, properties)

    def do(self, client, verb, units, options, properties):
        status, text = 0, ""
        if verb in ("stop", "restart"):
            for unit in units:
                unit.stop()
            self.waiting.append((client, units, verb == "restart", "--no-block" in options))
            return
        if verb == "show":
            text = "".join(f"{key}={value}\n" for unit in units for key, value in unit.properties().items()
                           if key in properties.split(","))
        elif verb == "is-active":
            text, status = "".join(unit.state + "\n" for unit in units), 0 if units[0].state == "active" else 3
        elif verb == "is-enabled":
            status = 0 if units[0].wanted().is_symlink() else 1
        elif verb == "enable":
            for unit in units:
                unit.wanted().parent.mkdir(exist_ok=True)
                unit.wanted().unlink(missing_ok=True)
                unit.wanted().symlink_to(unit.file())
        elif verb == "disable":
            for unit in units:
                unit.wanted().unlink(missing_ok=True)
        elif verb == "daemon-reload":
            for unit in self.units.values():
                unit.read = unit.stamp()
        elif verb == "reset-failed":
            for unit in units:
                unit.restarts = 0
                if unit.state == "failed":
                    unit.state, unit.sub = "inactive", "dead"
        elif verb not in ("is-system-running", "status", "cat", ""):
            text, status = f"no such verb here: {verb}\n", 1
        self.answer(client, text, status)

    def answer_the_waiting(self):
        for entry in list(self.waiting):
            client, units, restart, at_once = entry
            if any(unit.pid for unit in units):
                continue
            if restart:
                for unit in units:
                    unit.start()
                if not at_once:
                    raise AssertionError("starts are asked for with --no-block here")
            self.waiting.remove(entry)
            self.answer(client, "", 0)

    @staticmethod
    def answer(client, text, status):
        try:
            client.sendall(json.dumps([text, status]).encode())
        except OSError:
            pass  # whoever asked is gone
        client.close()


def systemctl(words):
    with socket.socket(socket.AF_UNIX) as asked:
        asked.connect(str(SOCKET))
        asked.sendall(json.dumps(words).encode() + b"\n")
        text, status = json.loads(b"".join(iter(lambda: asked.recv(65536), b"")))
    if not {"--quiet", "-q"} & set(words):
        sys.stdout.write(text)
    return status


def journalctl(words):
    for flag, name in zip(words, words[1:]):
        if flag == "-u" and (JOURNAL / name).exists():
            sys.stdout.write("\n".join((JOURNAL / name).read_text().splitlines()[-100:]) + "\n")
    return 0


if __name__ == "__main__":
    if sys.argv[1] == "init":
        Init().serve()
    sys.exit({"systemctl": systemctl, "journalctl": journalctl}[sys.argv[1]](sys.argv[2:]))
