"""Runs the simulator as lab hosts do, on loopback and below a temporary folder: python3 lab/simulator/test_k3s.py

Needs no root; where it has root, the links, mounts and chains are tested too, in namespaces of their own.
"""

from __future__ import annotations

import base64
import contextlib
import importlib.machinery
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Callable, Self, TypeVar

K3S = Path(__file__).resolve().parent / "k3s"
KUBECTL = shutil.which("kubectl", path="/usr/bin:/usr/local/bin:/bin")
NOT_JOINED = "Waiting to retrieve agent configuration; server is not ready: "
PAUSES = {"TOKEN_DELAY": "0.1", "READY_DELAY": "0.2", "GRACE": "3", "RETRY": "0.2"}


def load_module() -> Any:
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader("k3s_simulator", str(K3S))
    spec = importlib.util.spec_from_loader("k3s_simulator", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


MODULE = load_module()
VERSION = re.escape(MODULE.VERSION)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def eventually(what: str, condition: Callable[[], Any], within: float = 10) -> Any:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {within:g} s: {what}")


class Machine:
    """One simulated node: a folder for its paths, a config.yaml, and the process as systemd would run it."""

    def __init__(self, name: str, role: str, config: str) -> None:
        self.name, self.role = name, role
        self.root = Path(tempfile.mkdtemp(prefix=f"k3s-{name}-"))
        self.config = self.root / "etc/rancher/k3s/config.yaml"
        self.config.parent.mkdir(parents=True)
        self.config.write_text(config)
        self.log = self.root / "journal"
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(str(self.root / "notify"))
        self.process: subprocess.Popen[bytes] | None = None
        self.environ = {"PATH": os.environ["PATH"], "K3S_SIMULATOR_ROOT": str(self.root),
                        "NOTIFY_SOCKET": str(self.root / "notify"),
                        **{f"K3S_SIMULATOR_{key}": value for key, value in PAUSES.items()}}

    def path(self, absolute: str) -> Path:
        return self.root / absolute.lstrip("/")

    def start(self, *arguments: str) -> Self:
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([K3S, self.role, *arguments], env=self.environ, stdout=log, stderr=log)
        return self

    def up(self, *arguments: str) -> Self:
        self.start(*arguments)
        self.wait_until_active()
        return self

    def wait_until_active(self, within: float = 10) -> None:
        self.notify.settimeout(within)
        try:
            self.said("READY=1", self.notify.recv(100).decode())
        except TimeoutError:
            raise AssertionError(f"{self.name} is not up after {within:g} s:\n{self.journal()}") from None

    @staticmethod
    def said(expected: str, text: str) -> None:
        if expected not in text:
            raise AssertionError(f"«{expected}» is not in «{text}»")

    def is_active(self) -> bool:
        self.notify.settimeout(0)
        with contextlib.suppress(BlockingIOError):
            return bool(self.notify.recv(100, socket.MSG_PEEK))
        return False

    def journal(self) -> str:
        return self.log.read_text()

    def logs(self, text: str, within: float = 10) -> None:
        try:
            eventually(text, lambda: text in self.journal(), within)
        except AssertionError as error:
            raise AssertionError(f"{error}; {self.name} logged:\n{self.journal()}") from None

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int | None:
        if not self.process:
            return None
        self.process.send_signal(how)
        return self.wait_until_dead()

    def wait_until_dead(self) -> int | None:
        status = self.process.wait(10) if self.process else None
        self.process = None
        return status

    def shims(self) -> list[int]:
        found = []
        for process in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                program = Path("/proc", process, "cmdline").read_bytes().split(b"\0")[0].decode()
                if re.fullmatch(f"{self.root}/var/lib/rancher/k3s/data/[0-9a-f]+/bin/containerd-shim-runc-v2", program):
                    found.append(int(process))
        return found

    def remove(self) -> None:
        self.stop(signal.SIGKILL)
        for shim in self.shims():
            for child in Path(f"/proc/{shim}/task/{shim}/children").read_text().split():
                os.kill(int(child), signal.SIGKILL)
            os.kill(shim, signal.SIGKILL)
        self.notify.close()
        shutil.rmtree(self.root)


class ServerMachine(Machine):
    def __init__(self, name: str, config: str = "") -> None:
        self.port = free_port()
        super().__init__(name, "server", f"bind-address: 127.0.0.1\nhttps-listen-port: {self.port}\n"
                                         f"node-name: {name}\nnode-ip: 127.0.0.11\n{config}")
        self.url = f"https://127.0.0.1:{self.port}"
        self.kubeconfig = self.path("/etc/rancher/k3s/k3s.yaml")

    @property
    def token(self) -> str:
        return self.path("/var/lib/rancher/k3s/server/node-token").read_text().strip()

    def kubectl(self, *arguments: str, fails: bool = False) -> str:
        """The kubectl inside of the simulator."""
        return output([K3S, "kubectl", *arguments], self.environ, fails)

    def real_kubectl(self, *arguments: str) -> str:
        environ = {"PATH": os.environ["PATH"], "HOME": str(self.root), "KUBECONFIG": str(self.kubeconfig)}
        return output([str(KUBECTL), *arguments], environ)

    def node(self, name: str) -> dict[str, Any]:
        node: dict[str, Any] = json.loads(self.kubectl("get", "node", name, "-o", "json"))
        return node

    def uids(self) -> dict[str, str]:
        items = json.loads(self.kubectl("get", "nodes", "-o", "json"))["items"]
        return {item["metadata"]["name"]: item["metadata"]["uid"] for item in items}

    def ready(self) -> dict[str, str]:
        items = json.loads(self.kubectl("get", "nodes", "-o", "json"))["items"]
        return {item["metadata"]["name"]: condition["status"]
                for item in items for condition in item["status"]["conditions"] if condition["type"] == "Ready"}

    def wait_until_ready(self, *names: str, status: str = "True") -> None:
        def as_wished() -> bool:
            ready = self.ready()
            return all(ready.get(name) == status for name in names)

        eventually(f"{names} are Ready={status}", as_wished)


def output(command: list[Any], environ: dict[str, str], fails: bool = False) -> str:
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=20)
    if (done.returncode != 0) != fails:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stderr if fails else done.stdout


def agent_machine(name: str, server: ServerMachine, token: str | None = None, more: str = "") -> Machine:
    return Machine(name, "agent", f"server: {server.url}\ntoken: {token or server.token}\n"
                                  f"node-name: {name}\nnode-ip: 127.0.0.12\n{more}")


M = TypeVar("M", bound=Machine)


class MachinesTest(unittest.TestCase):
    def machine(self, machine: M) -> M:
        self.addCleanup(machine.remove)
        return machine

    def agent(self, name: str, server: ServerMachine, token: str | None = None, more: str = "") -> Machine:
        return self.machine(agent_machine(name, server, token, more))


class ClusterTest(MachinesTest):
    """A server and two agents, brought up once; each test leaves them as they were."""

    server: ServerMachine
    agents: list[Machine]

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = ServerMachine("server-1", "tls-san:\n  - lab.example\n  - 192.168.50.201  # the VM's\n")
        cls.addClassCleanup(cls.server.remove)
        cls.server.up()
        cls.agents = [agent_machine(name, cls.server) for name in ("agent-1", "agent-2")]
        for agent in cls.agents:
            cls.addClassCleanup(agent.remove)
            agent.start()
        for agent in cls.agents:
            agent.wait_until_active()

    def setUp(self) -> None:
        self.server.wait_until_ready("server-1", "agent-1", "agent-2")

    def request(self, path: str, certificate: Machine | None = None, method: str = "GET") -> tuple[int, str]:
        ca = self.server.path("/var/lib/rancher/k3s/server/tls/server-ca.crt")
        context = ssl.create_default_context(cafile=str(ca))
        if certificate:
            agent = certificate.path("/var/lib/rancher/k3s/agent")
            context.load_cert_chain(agent / "client-kubelet.crt", agent / "client-kubelet.key")
        try:
            request = urllib.request.Request(self.server.url + path, method=method)
            with urllib.request.urlopen(request, context=context, timeout=5) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def test_agents_that_join_become_ready(self) -> None:
        table = self.server.kubectl("get", "nodes")
        self.assertRegex(table, r"NAME +STATUS +ROLES +AGE +VERSION\n")
        self.assertRegex(table, rf"server-1 +Ready +control-plane,master +\w+ +{VERSION}\n")
        self.assertRegex(table, rf"agent-1 +Ready +<none> +\w+ +{VERSION}\n")
        node = self.server.node("agent-2")
        self.assertEqual("true", node["metadata"]["annotations"]["k3sdeploy.dev/simulated"])
        self.assertIn({"type": "InternalIP", "address": "127.0.0.12"}, node["status"]["addresses"])
        self.assertNotIn(self.server.token, json.dumps(node))

    @unittest.skipUnless(KUBECTL, "no kubectl on this machine")
    def test_the_real_kubectl_is_served(self) -> None:
        kubectl = self.server.real_kubectl
        self.assertRegex(kubectl("get", "nodes", "-o", "wide"), r"agent-1 +Ready +<none> +\S+ +\S+ +127\.0\.0\.12 ")
        self.assertEqual(3, len(json.loads(kubectl("get", "nodes", "-o", "json"))["items"]))
        self.assertIn(f"kubeletVersion: {MODULE.VERSION}", kubectl("get", "node", "agent-1", "-o", "yaml"))
        self.assertIn("control plane is running at", kubectl("cluster-info"))
        self.assertEqual("", kubectl("get", "pods", "-A"))
        self.assertRegex(kubectl("get", "namespaces"), r"kube-system +Active")
        self.assertIn(f"Server Version: {MODULE.VERSION}", kubectl("version"))
        self.assertEqual("NodeList", json.loads(kubectl("get", "--raw", "/api/v1/nodes"))["kind"])
        kubectl("cordon", "agent-1")
        self.assertRegex(kubectl("get", "nodes"), r"agent-1 +Ready,SchedulingDisabled")
        kubectl("uncordon", "agent-1")
        self.assertRegex(kubectl("get", "nodes"), r"agent-1 +Ready +")
        kubectl("drain", "agent-1", "--ignore-daemonsets")
        kubectl("uncordon", "agent-1")
        kubectl("label", "node", "agent-1", "course=devops")
        self.assertEqual("node/agent-1\n", kubectl("get", "nodes", "-l", "course=devops", "-o", "name"))
        kubectl("label", "node", "agent-1", "course-")
        self.assertEqual("", kubectl("get", "nodes", "-l", "course=devops", "-o", "name"))

    def test_the_kubectl_of_the_node_needs_nothing_else(self) -> None:
        link = self.server.root / "kubectl"
        link.symlink_to(K3S)
        self.addCleanup(link.unlink)
        self.assertEqual("node/agent-1\nnode/agent-2\nnode/server-1\n",
                         output([link, "get", "nodes", "-o", "name"], self.server.environ))
        self.assertIn("127.0.0.12", self.server.kubectl("get", "nodes", "-o", "wide"))
        self.assertEqual("ok", self.server.kubectl("get", "--raw", "/readyz").strip())
        self.assertIn(self.server.url, self.server.kubectl("cluster-info"))
        self.assertIn('nodes "ghost" not found', self.server.kubectl("get", "node", "ghost", fails=True))
        self.assertIn("use a real one", self.server.kubectl("apply", "x", fails=True))
        self.server.kubectl("drain", "agent-1")
        self.assertRegex(self.server.kubectl("get", "nodes"), r"agent-1 +Ready,SchedulingDisabled")
        self.assertEqual("node/agent-1 uncordoned\n", self.server.kubectl("uncordon", "agent-1"))
        patch = '{"metadata": {"labels": {"a": "b"}, "annotations": null}}'
        self.assertEqual("node/agent-1 patched\n",
                         self.server.kubectl("patch", "node", "agent-1", "--type", "merge", "-p", patch))
        self.assertIn('"a": "b"', self.server.kubectl("get", "node", "agent-1", "-o", "json"))
        self.assertEqual("node/agent-1 already uncordoned\n", self.server.kubectl("uncordon", "agent-1"))

    def test_only_administrators_use_the_api(self) -> None:
        self.assertEqual((200, "pong"), self.request("/ping"))
        self.assertIn("BEGIN CERTIFICATE", self.request("/cacerts")[1])
        for path, refusal in (("/api/v1/nodes", 401), ("/readyz", 401), ("/version", 401), ("/nonsense", 401),
                              ("/v1-k3s/config", 403), ("/v1-k3s/server-bootstrap", 403)):
            code, body = self.request(path)
            self.assertEqual((refusal, "Status"), (code, json.loads(body)["kind"]), path)
        self.assertEqual(200, self.request("/api/v1/nodes", certificate=self.agents[0])[0])
        self.assertEqual(403, self.request("/api/v1/nodes/agent-2", self.agents[0], "DELETE")[0])
        self.assertEqual(403, self.request("/api/v1/namespaces/kube-system/secrets", self.agents[0])[0])
        self.assertEqual(403, self.request("/v1-k3s/server-bootstrap", self.agents[0])[0])

    def test_a_wrong_token_keeps_trying_and_leaves_no_password(self) -> None:
        agent = self.agent("stranger", self.server, self.server.token[:-1] + "x").start()
        agent.logs(NOT_JOINED + "failed to retrieve configuration from server: not authorized")
        self.assertFalse(agent.is_active())
        self.assertFalse(agent.path("/etc/rancher/node/password").exists())
        self.assertNotIn("stranger", self.server.kubectl("get", "nodes"))

    def test_a_wrong_ca_hash_is_refused_before_the_password_is_sent(self) -> None:
        wrong = "K10" + "0" * 64 + self.server.token[67:]
        agent = self.agent("tricked", self.server, wrong).start()
        agent.logs(f"Failed to validate connection to cluster at {self.server.url}: token CA hash does not match the "
                   f"Cluster CA certificate hash: {'0' * 64} != {self.server.token[3:67]}")
        self.assertFalse(agent.is_active())

    def test_the_short_token_joins_with_a_warning(self) -> None:
        agent = self.agent("brief", self.server, self.server.token.rpartition(":")[2]).up()
        agent.logs("the token does not include a CA hash")
        agent.stop()
        self.server.kubectl("delete", "node", "brief")

    def test_a_machine_that_forgot_its_password_is_rejected_until_its_node_is_deleted(self) -> None:
        agent = self.agent("rebuilt", self.server).up()
        agent.stop()
        self.assertIn("rebuilt.node-password.k3s", self.server.kubectl("get", "secrets", "-n", "kube-system"))
        shutil.rmtree(agent.path("/var/lib/rancher"))
        shutil.rmtree(agent.path("/etc/rancher/node"))
        agent.start()
        agent.logs(NOT_JOINED + "Node password rejected, duplicate hostname or contents of "
                   "'/etc/rancher/node/password' may not match server node-passwd entry")
        self.server.logs("unable to verify password for node rebuilt: hash does not match")
        self.assertFalse(agent.is_active())
        delete = self.server.real_kubectl if KUBECTL else self.server.kubectl
        self.assertIn("deleted", delete("delete", "node", "rebuilt"))
        agent.wait_until_active()
        self.server.wait_until_ready("rebuilt")
        agent.stop()
        self.server.kubectl("delete", "node", "rebuilt")

    def test_an_agent_whose_node_is_deleted_dies_and_comes_back_with_the_restart(self) -> None:
        agent = self.agents[1]
        self.server.kubectl("delete", "node", "agent-2")
        self.server.kubectl("get", "node", "agent-2", fails=True)
        self.assertEqual(1, agent.wait_until_dead())
        agent.logs(r'flannel exited: failed to acquire lease: node \"agent-2\" not found')
        agent.up()
        self.server.wait_until_ready("agent-2")

    def test_a_killed_node_turns_not_ready_and_back(self) -> None:
        agent = self.agents[0]
        agent.stop(signal.SIGKILL)
        if KUBECTL:  # waits with a watch
            self.server.real_kubectl("wait", "node/agent-1", "--for=condition=Ready=Unknown", "--timeout=10s")
        self.server.wait_until_ready("agent-1", status="Unknown")
        self.assertRegex(self.server.kubectl("get", "nodes"), r"agent-1 +NotReady")
        agent.up()
        self.server.wait_until_ready("agent-1")

    def test_a_restarted_server_keeps_its_cluster(self) -> None:
        kept = ("token", "tls/server-ca.crt", "tls/serving-kube-apiserver.crt")
        files = [self.server.kubeconfig, *(self.server.path(f"/var/lib/rancher/k3s/server/{name}") for name in kept)]
        before = self.server.uids()
        contents = [file.read_bytes() for file in files]
        self.server.stop()
        self.server.kubectl("get", "nodes", fails=True)
        self.server.up()
        self.assertEqual(before, self.server.uids())
        self.assertEqual(contents, [file.read_bytes() for file in files])

    def test_names_are_added_to_the_certificate_and_the_ca_stays(self) -> None:
        serving, ca = (self.server.path(f"/var/lib/rancher/k3s/server/tls/{name}.crt")
                       for name in ("serving-kube-apiserver", "server-ca"))

        def names() -> set[str]:
            text = output(["openssl", "x509", "-in", serving, "-noout", "-ext", "subjectAltName"], dict(os.environ))
            return set(re.findall(r"(?:DNS|IP Address):([^,\s]+)", text))

        always = {"127.0.0.1", "127.0.0.11", "10.43.0.1", "localhost", "server-1", "kubernetes", "kubernetes.default",
                  "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"}
        self.assertLessEqual(always | {"lab.example", "192.168.50.201"}, names())
        authority = ca.read_bytes()
        self.server.stop()
        self.server.up("--tls-san", "added.example")
        self.assertLessEqual(always | {"lab.example", "added.example"}, names())
        self.assertEqual(authority, ca.read_bytes())

    def test_files_have_the_modes_of_k3s(self) -> None:
        server = self.server.path("/var/lib/rancher/k3s/server")
        modes = {".": 0o700, "tls": 0o700, "db": 0o700, "cred": 0o700, "token": 0o600, "tls/server-ca.key": 0o600}
        self.assertEqual(modes, {name: (server / name).stat().st_mode & 0o777 for name in modes})
        self.assertEqual(0o600, self.server.kubeconfig.stat().st_mode & 0o777)
        self.assertEqual(0o600, self.server.path("/etc/rancher/node/password").stat().st_mode & 0o777)
        self.assertEqual(str(server / "token"), os.readlink(server / "node-token"))
        self.assertRegex(self.server.token, r"^K10[0-9a-f]{64}::server:[0-9a-f]{32}$")
        text = self.server.kubeconfig.read_text()
        self.assertIn(f"server: {self.server.url}\n", text)
        _, _, key = text.partition("client-key-data: ")
        self.assertTrue(base64.b64decode(key).startswith(b"-----BEGIN EC PRIVATE KEY-----"))

    def test_stopping_leaves_the_shim_and_a_second_start_adds_none(self) -> None:
        agent = self.agents[1]
        shims = agent.shims()
        self.assertEqual(1, len(shims))
        began = time.monotonic()
        self.assertEqual(1, agent.stop())
        self.assertLess(time.monotonic() - began, 1)
        self.assertEqual(shims, agent.shims())
        agent.up()
        time.sleep(0.3)  # a shim too many would need a moment to become one
        self.assertEqual(shims, agent.shims())
        self.assertIn("FLANNEL_SUBNET=10.42.", agent.path("/run/flannel/subnet.env").read_text())


class ServersTest(MachinesTest):
    """Servers that each test starts for itself."""

    def server(self, name: str, config: str = "") -> ServerMachine:
        return self.machine(ServerMachine(name, config))

    def fails(self, machine: Machine, message: str, *arguments: str) -> None:
        machine.start(*arguments)
        self.assertEqual(1, machine.wait_until_dead(), machine.journal())
        self.assertIn("level=fatal", machine.journal())
        machine.logs(message, within=0.1)

    def test_token_settings(self) -> None:
        server = self.server("tokens", "token: geheim\nagent-token: workers\nwrite-kubeconfig: /root/kube.yaml\n"
                                       'write-kubeconfig-mode: "0640"\ndisable-agent: true\ndisable: [traefik]\n').up()
        self.assertTrue(server.token.endswith("::server:geheim"))
        agent_token = server.path("/var/lib/rancher/k3s/server/agent-token").read_text().strip()
        self.assertTrue(agent_token.endswith("::node:workers"))
        self.assertEqual(0o640, server.path("/root/kube.yaml").stat().st_mode & 0o777)
        self.assertEqual(server.path("/root/kube.yaml"), server.kubeconfig.resolve())
        self.assertEqual("", server.kubectl("get", "nodes"))
        manifests = server.path("/var/lib/rancher/k3s/server/manifests")
        self.assertEqual((False, True), ((manifests / "traefik.yaml").exists(), (manifests / "coredns.yaml").exists()))
        refused = self.agent("refused", server).start()
        refused.logs("not authorized")
        file = self.agent("by-file", server, more="token-file: /root/token\nnode-label: [tier=web]\n"
                                                  "node-taint:\n- gpu=yes:NoSchedule\n")
        file.path("/root").mkdir()
        file.path("/root/token").write_text(agent_token + "\n")
        file.up()
        node = server.node("by-file")
        self.assertEqual("web", node["metadata"]["labels"]["tier"])
        self.assertEqual([{"key": "gpu", "value": "yes", "effect": "NoSchedule"}], node["spec"]["taints"])
        server.stop()
        server.config.write_text(server.config.read_text().replace("geheim", "anders"))
        self.fails(server, "bootstrap data already found and encrypted with different token")

    def test_a_second_server_joins_the_first_one(self) -> None:
        first = self.server("ha-1", "cluster-init: true\n").up()
        join = f"server: {first.url}\ntoken: {first.token}\n"
        self.fails(self.server("odd", join + "cluster-cidr: 10.99.0.0/16\n"),
                   "critical configuration value mismatch between servers: cluster-cidr")
        second = self.server("ha-2", join).up()
        agent = self.agent("ha-agent", second).up()
        second.wait_until_ready("ha-agent")
        self.assertRegex(first.kubectl("get", "nodes"), r"ha-2 +\S+ +control-plane,etcd,master")
        self.assertEqual(first.token, second.token)
        agent.stop()

    def test_a_server_without_etcd_takes_no_second_one(self) -> None:
        first = self.server("sqlite").up()
        self.fails(self.server("second", f"server: {first.url}\ntoken: {first.token}\n"),
                   f"preparing server: {first.url}/v1-k3s/server-bootstrap: 401 Unauthorized")
        self.fails(self.server("port", f"https-listen-port: {first.port}\n"), "bind: address already in use")

    def test_settings_that_k3s_refuses_are_fatal(self) -> None:
        agent = "server: https://127.0.0.1:1\ntoken: x\n"
        for role, config, message in (
                ("agent", agent + "disable: traefik\n", "Error: flag provided but not defined: -disable"),
                ("agent", "token: x\n", "Error: --server is required"),
                ("agent", "server: https://127.0.0.1:1\n", "Error: --token is required"),
                ("agent", agent + "flannel-iface: nope9\n", "Error: interface nope9 does not have a correct global "
                                                            "unicast ip: route ip+net: no such network interface"),
                ("server", "https-listen-port: many\n", r'invalid value \"many\" for flag -https-listen-port'),
                ("server", "cluster-init: maybe\n", r'invalid boolean value \"maybe\" for -cluster-init: parse error'),
                ("server", "token: K10abc::server:x\n", "failed to normalize server token"),
                ("server", "node-ip: 10.46.0.13\n10.138.105.2\n", "yaml: line 2: could not find expected ':'")):
            with self.subTest(config=config):
                self.fails(self.machine(Machine("refused", role, config)), message)
        self.fails(self.machine(Machine("flag", "server", "")), "Error: flag provided but not defined: -wat", "--wat")

    def test_a_server_forgives_an_unknown_key_and_reads_drop_ins(self) -> None:
        server = self.server("forgiving", "no-such-key: 1\ntls-san: [one.example]\n")
        drop_ins = Path(f"{server.config}.d")
        drop_ins.mkdir()
        (drop_ins / "10-more.yaml").write_text("tls-san+: two.example\nnode-name: renamed\n")
        server.up()
        server.logs("Unknown flag --no-such-key found in config.yaml, skipping", within=0.1)
        server.wait_until_ready("renamed")
        arguments = server.node("renamed")["metadata"]["annotations"]["k3s.io/node-args"]
        self.assertIn('"--tls-san","one.example","--tls-san","two.example"', arguments)

    def test_an_agent_waits_for_its_server(self) -> None:
        server = self.server("late", "token: early\n")
        agent = self.agent("eager", server, "early").start()
        agent.logs(f"Failed to validate connection to cluster at {server.url}: failed to get CA certs")
        agent.logs("connection reset by peer")
        server.up()
        agent.wait_until_active()

    @unittest.skipUnless(os.getuid() == 0 and all(map(shutil.which, ("iptables", "ip", "unshare"))),
                         "needs root, ip, iptables and unshare")
    def test_links_mounts_and_chains_are_made_once(self) -> None:
        script = """
            set -e; ip link set lo up
            state() { ip -o link | sed 's/^[0-9]*: //; s/ .*//' | sort
                      iptables-save | grep -E '^-A|^:' | sed 's/ .[0-9:]*.$//'
                      grep "$K3S_SIMULATOR_ROOT" /proc/self/mounts; ls /run/netns; }
            run() { "$1" server >>"$K3S_SIMULATOR_ROOT/journal" 2>&1 & pid=$!
                    for i in $(seq 100); do
                        [ "$(grep -c 'labels have been set' "$K3S_SIMULATOR_ROOT/journal")" != $2 ] || break; sleep 0.1
                    done
                    state; kill $pid; wait $pid || true; }
            mount -t tmpfs tmpfs /run; mkdir /run/netns
            run "$1" 1 >"$K3S_SIMULATOR_ROOT/first"; run "$1" 2 >"$K3S_SIMULATOR_ROOT/second"
        """
        server = self.server("kernel")
        environ = {**server.environ, "K3S_SIMULATOR_KERNEL_TRACES": "1"}
        environ.pop("NOTIFY_SOCKET")
        done = subprocess.run(["unshare", "--net", "--mount", "sh", "-c", script, "sh", str(K3S)], env=environ,
                              capture_output=True, text=True, timeout=40)
        self.assertEqual(0, done.returncode, done.stderr + server.journal())
        first = (server.root / "first").read_text()
        for trace in ("cni0", "flannel.1", "vethsim0", ":KUBE-SIMULATOR", "-j KUBE-SIMULATOR", "-j CNI-SIMULATOR",
                      "-j FLANNEL-POSTRTG", "/var/lib/kubelet/pods/", "cni-"):
            self.assertIn(trace, first)
        self.assertEqual(first, (server.root / "second").read_text())
        self.assertEqual("nameserver 8.8.8.8\n", server.path("/tmp/k3s-resolv.conf").read_text())


class UpkeepTest(MachinesTest):
    """Snapshots, restores, tokens and certificates."""

    def server(self, name: str, config: str = "") -> ServerMachine:
        return self.machine(ServerMachine(name, config))

    @staticmethod
    def k3s(machine: Machine, *arguments: str, fails: bool = False) -> str:
        return output([K3S, *arguments], machine.environ, fails)

    def snapshot(self, server: ServerMachine, name: str) -> str:
        self.k3s(server, "etcd-snapshot", "save", "--name", name)
        listed = self.k3s(server, "etcd-snapshot", "ls")
        found = re.search(rf"^({name}-\S+) file://", listed, re.M)
        assert found, listed
        return f"/var/lib/rancher/k3s/server/db/snapshots/{found.group(1)}"

    def reset(self, server: ServerMachine, path: str, environ: dict[str, str] | None = None) -> str:
        command = [K3S, "server", "--cluster-reset", f"--cluster-reset-restore-path={path}"]
        done = subprocess.run(command, env=server.environ | (environ or {}), capture_output=True, text=True, timeout=20)
        return f"{done.returncode} {done.stderr}"

    def test_a_snapshot_brings_the_state_back_and_the_others_join_anew(self) -> None:
        first = self.server("up-1", "cluster-init: true\n").up()
        second = self.server("up-2", f"server: {first.url}\ntoken: {first.token}\n").up()
        path = self.snapshot(first, "before")
        first.wait_until_ready("up-1")
        first.kubectl("annotate", "node", "up-1", "later=yes")
        self.assertIn("address already in use", self.reset(first, path))
        second.stop()
        first.stop()
        self.assertRegex(self.reset(first, path), r"^0 .*restart without --cluster-reset flag now")
        first.up()
        self.assertNotIn("later", first.node("up-1")["metadata"]["annotations"])
        self.assertFalse(first.path("/var/lib/rancher/k3s/server/db/reset-flag").exists())
        second.start()
        second.logs("cluster ID mismatch")
        second.wait_until_dead()
        shutil.rmtree(second.path("/var/lib/rancher/k3s/server/db"))
        second.up()
        self.k3s(first, "etcd-snapshot", "delete", path.rsplit("/", 1)[1])
        self.assertFalse(first.path(path).exists())

    def test_a_restore_wants_the_token_of_the_snapshot(self) -> None:
        first = self.server("tok-1", "cluster-init: true\n").up()
        path = self.snapshot(first, "mine")
        first.stop()
        self.assertIn("encrypted with different token", self.reset(first, path, {"K3S_TOKEN": "another"}))
        self.assertIn("snapshot path does not exist", self.reset(first, path + "-not"))

    def test_sqlite_is_taken_over_and_has_no_snapshots(self) -> None:
        only = self.server("sql-1").up()
        self.assertIn("not been initialized", self.k3s(only, "etcd-snapshot", "save", fails=True))
        only.wait_until_ready("sql-1")
        only.kubectl("annotate", "node", "sql-1", "kept=yes")
        only.stop()
        only.up("--cluster-init")
        self.assertEqual("yes", only.node("sql-1")["metadata"]["annotations"]["kept"])

    def test_a_rotated_token_shuts_out_the_old_one(self) -> None:
        server = self.server("rot-1", "cluster-init: true\n").up()
        old = server.token
        self.k3s(server, "token", "rotate", "--server", server.url)
        self.assertNotEqual(old, server.token)
        server.stop()
        server.up()
        late = self.agent("rot-late", server, old).start()
        late.logs(NOT_JOINED)
        self.agent("rot-agent", server).up()
        self.assertRegex(self.k3s(server, "token", "create"), r"^K10[0-9a-f]{64}::[0-9a-f]{6}\.[0-9a-f]{16}\n$")

    def test_rotated_certificates_are_others(self) -> None:
        server = self.server("crt-1").up()
        file, ca = (server.path(f"/var/lib/rancher/k3s/server/tls/{name}.crt") for name in ("client-admin", "server-ca"))
        before, authority = file.read_text(), ca.read_text()
        server.stop()
        self.k3s(server, "certificate", "rotate")
        server.up()
        self.assertNotEqual(before, file.read_text())
        self.assertEqual(authority, ca.read_text())


class ConfigYamlTest(unittest.TestCase):
    def test_values_are_read_as_k3s_reads_them(self) -> None:
        for text, expected in (
                ("a: b", [("a", ["b"])]),
                ("---\n# note\na: b # c\n", [("a", ["b"])]),
                ("  a: 'it''s'\n  b: \"q\\\"x\" # y", [("a", ["it's"]), ("b", ['q"x'])]),
                ("a: [x, 'y, z', \"w\"] # c", [("a", ["x", "y, z", "w"])]),
                ("a: []\nb: ~", [("a", []), ("b", [""])]),
                ("a:\n- x\n- 'y'\nb:\n  - k=v:NoSchedule\n", [("a", ["x", "y"]), ("b", ["k=v:NoSchedule"])]),
                ("a: yes\nb: Off\nc: true", [("a", ["true"]), ("b", ["false"]), ("c", ["true"])]),
                ("a: 0644\nb: \"0644\"\nc: 644", [("a", ["420"]), ("b", ["0644"]), ("c", ["644"])]),
                ("token: K10ab::server:x#y", [("token", ["K10ab::server:x#y"])]),
                ("server: https://10.0.0.1:6443\na+: b=c", [("server", ["https://10.0.0.1:6443"]), ("a+", ["b=c"])]),
                ("", [])):
            with self.subTest(text=text):
                self.assertEqual(expected, MODULE.FlatYaml(text).entries)

    def test_bad_or_nested_yaml_is_fatal_with_its_line(self) -> None:
        for text, message in (
                ("a: b\nnonsense", "yaml: line 2: could not find expected ':'"),
                ("a: b: c", "yaml: line 1: mapping values are not allowed in this context"),
                ("a:\n\t- b", "yaml: line 2: found character that cannot start any token"),
                ("a: [b, c", "did not find expected ',' or ']'"),
                ("a: 'b", "found unexpected end of stream"),
                ("a: b\n  c: d", "yaml: line 2: did not find expected key"),
                ("a: b\n- c", "yaml: line 2: did not find expected key"),
                ("a:\n  - b\n - c", "yaml: line 3: did not find expected key"),
                ("- a", "cannot unmarshal !!seq into yaml.MapSlice"),
                ("a:\n  b: c", "a mapping below a key: the simulator reads only"),
                ("a:\n  - b: c", "a list or a mapping in a list: the simulator reads only"),
                ("a: {b: c}", "a value that starts with {"), ("a: |\n  b", "a value that starts with |"),
                ("a: *b", "a value that starts with *"), ("a: @b", "found character that cannot start any token")):
            with self.subTest(text=text), self.assertRaises(MODULE.Fatal) as caught:
                MODULE.FlatYaml(text)
            self.assertIn(message, str(caught.exception))


class ProgramTest(unittest.TestCase):
    def run_k3s(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([K3S, *arguments], capture_output=True, text=True, timeout=10)

    def test_the_version_says_that_it_is_simulated(self) -> None:
        first, second, *_ = self.run_k3s("--version").stdout.splitlines()
        self.assertEqual(f"k3s version {MODULE.VERSION} (simulated)", first)
        self.assertIn("k3sdeploy's simulator", second)

    def test_the_version_is_one_line_that_can_be_rewritten(self) -> None:
        lines = [line for line in K3S.read_text().splitlines() if line.startswith("VERSION = ")]
        self.assertEqual([f'VERSION = "{MODULE.VERSION}"'], lines)

    def test_what_is_not_simulated_says_so(self) -> None:
        for arguments in (["token", "list"], ["certificate", "check"], ["etcd-snapshot", "x"], ["crictl", "rmi"]):
            done = self.run_k3s(*arguments)
            self.assertEqual(1, done.returncode)
            self.assertIn(f"the simulator does not do that: k3s {' '.join(arguments)}", done.stderr)

    def test_crictl_and_ctr_answer_with_nothing(self) -> None:
        self.assertEqual(1, len(self.run_k3s("crictl", "ps").stdout.splitlines()))
        self.assertIn("Server:", self.run_k3s("ctr", "version").stdout)


if __name__ == "__main__":
    unittest.main()
