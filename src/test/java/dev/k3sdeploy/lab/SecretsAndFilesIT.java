package dev.k3sdeploy.lab;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.cli.CommandRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A whole life of a server and an agent, with a secret in every place that may have one: nobody is shown any, here or
 * there, all files that runs write are known with their modes, and each machine is logged in to once for each command.
 */
class SecretsAndFilesIT {
    /** What `up` writes there, with mode and owner: a new file has to be thought about here. */
    private static final Map<String, String> ON_A_NODE = Map.ofEntries(
            entry("/etc/rancher", "755 root"),
            entry("/etc/rancher/k3s", "755 root"),
            entry("/etc/rancher/k3s/config.yaml", "600 root"),
            entry("/etc/rancher/k3s/registries.yaml", "600 root"),
            entry("/etc/rancher/k3s/registry-tls", "755 root"),
            entry("/etc/rancher/k3s/registry-tls/07880f882d61-registry.key", "600 root"),
            entry("/etc/sysctl.d/90-k3sdeploy.conf", "644 root"),
            entry("/etc/systemd/system/k3s.service", "644 root"),
            entry("/etc/systemd/system/k3s.service.env", "600 root"),
            entry("/etc/systemd/system/multi-user.target.wants/k3s.service", "777 root"), // a link
            entry("/run/k3sdeploy", "700 root"),
            entry("/run/k3sdeploy/k3s.started", "600 root"),
            entry("/usr/local/bin/crictl", "777 root"), // links
            entry("/usr/local/bin/ctr", "777 root"),
            entry("/usr/local/bin/kubectl", "777 root"),
            entry("/usr/local/bin/k3s", "755 root"),
            entry("/usr/local/bin/k3s-killall.sh", "755 root"),
            entry("/usr/local/bin/k3s-uninstall.sh", "755 root"),
            entry("/var/lib/k3sdeploy", "700 root"),
            entry("/var/lib/k3sdeploy/sha256", "700 root"),
            entry("/var/lib/k3sdeploy/sha256/k3s", "600 root"));

    private static final Map<String, String> ON_A_SERVER_TOO = Map.of(
            "/var/lib/rancher/k3s/server/manifests/k3sdeploy", "755 root",
            "/var/lib/rancher/k3s/server/manifests/k3sdeploy/word.yml", "600 root");

    /** What all commands write on the control machine, and keep there; below its working directory and its home. */
    private static final Map<String, String> HERE = Map.ofEntries(
            entry("home/.cache", "rwxr-xr-x"),
            entry("home/.cache/k3sdeploy", "rwxr-xr-x"),
            entry("home/.cache/k3sdeploy/sha256", "rwxr-xr-x"),
            entry("home/.cache/k3sdeploy/sha256/#", "rwxr-xr-x"),
            entry("home/.kube", "rwxr-xr-x"),
            entry("home/.kube/config", "rw-------"),
            entry("home/.local", "rwxr-xr-x"),
            entry("home/.local/share", "rwxr-xr-x"),
            entry("home/.local/share/k3sdeploy", "rwxr-xr-x"),
            entry("home/.local/share/k3sdeploy/known_hosts", "rw-------"),
            entry("home/.local/share/k3sdeploy/known_hosts.lock", "rw-r--r--"),
            entry("work/.k3s", "rwxr-xr-x"),
            entry("work/.k3s/k3s.yaml", "rw-------"),
            entry("work/.k3s/logs", "rwxr-xr-x"),
            entry("work/.k3s/logs/#-up.log", "rw-------"),
            entry("work/again.html", "rw-------"),
            entry("work/debug.tgz", "rw-------"),
            entry("work/report.html", "rw-------"));

    /** For a moment only, and nothing in it. */
    private static final String LOCK = "home/.kube/config.lock";

    /** The folder of the system's ssh; a «#» is for its number, as LocalFiles has it. */
    private static final String SSH_FOLDER = "k3s#";

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1");

    /** Told together at the end: who mends one leak wants to see the others. */
    private final SoftAssertions all = new SoftAssertions();

    private static final List<String> SAID = Collections.synchronizedList(new ArrayList<>());

    private static LabInventory inventory() {
        return Canaries.inventory(LAB, LAB.control().key());
    }

    @Test
    void nobodyIsShownASecretAndEachFileHasTheModeThatItsContentWants() throws Exception {
        LabInventory asking = Canaries.inventory(LAB, prepared());
        MachineFiles onServer = MachineFiles.from(LAB.server());
        MachineFiles onAgent = MachineFiles.from(LAB.agents().get(0));
        LocalFiles files = LocalFiles.from(LAB.control());
        try (MachineWatch machines = MachineWatch.on(LAB);
                ControlWatch here = ControlWatch.of(files)) {
            upOnATerminal(asking);
            done("up", "--output=json", "-vvv", "--report=again.html");
            assertLogins(2);
            commandsThatLook();
            assertModes(files, onServer, onAgent);
            assertOnlyRootReads(onServer, onAgent);
            refused();
            done("down", "--yes");
            assertNothingIsLeft(onServer, onAgent);
            assertNobodySaw(here, machines);
            assertOthersNeverCould(here);
        }
        all.assertThat(SAID).allSatisfy(text -> assertThat(Canaries.in(text)).isEmpty());
        all.assertThat(files.secrets()).as("files here with a secret in them").isEmpty();
        all.assertAll();
    }

    /** The key that the server lets in; it has a passphrase. */
    private static Path prepared() {
        Canaries.writeFiles(LAB.control().work());
        Path key = LAB.control().makeKey("locked", Canaries.of("the passphrase of a key"));
        LAB.server().copy(Path.of(key + ".pub"), "/root/locked.pub");
        LAB.server().sh("cat /root/locked.pub >>/home/operator/.ssh/authorized_keys");
        password(LAB.server(), "operator", "the password of sudo");
        password(LAB.agents().get(0), "operator", "the password of a login");
        password(LAB.agents().get(0), "root", "the password of su");
        return key;
    }

    private static void password(LabHost host, String user, String what) {
        host.sh("echo '" + user + ":" + Canaries.of(what) + "' | chpasswd");
    }

    private static void upOnATerminal(LabInventory inventory) throws Exception {
        try (CommandProcess up = LAB.control()
                .startOnTerminal(
                        inventory,
                        "up",
                        "--diff",
                        "-vv",
                        "--report=report.html",
                        "--vault-password-file=vault-password")) {
            up.answer("Passphrase of", Canaries.of("the passphrase of a key"));
            assertThat(up.exitCode()).as("%s", up.text()).isZero();
            assertThat(up.text()).contains("PLAY RECAP");
            SAID.add(up.text());
        }
    }

    private static void commandsThatLook() throws Exception {
        done("status", "-v");
        done("check", "-v");
        done("debug", "-o", "debug.tgz");
        done("kubeconfig", "--merge");
        ControlSide control = LAB.control()
                .with("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + LAB.control().folder());
        try (CommandProcess ping = control.start(
                inventory(), "ping", "-vvv", "--transport=openssh", "--vault-password-file=vault-password")) {
            assertThat(ping.exitCode()).as("%s", ping.text()).isZero();
            SAID.add(ping.text());
        }
    }

    private static void done(String... words) {
        CommandRun run = run(inventory(), words);
        assertThat(run.exitCode()).as("%s", run).isZero();
    }

    /** What goes wrong is told without the secret that it goes wrong by. */
    private static void refused() {
        LabHost agent = LAB.agents().get(0);
        for (LabInventory wrong : List.of(
                inventory().with(LAB.server(), "ansible_become_password", Canaries.of("the token")),
                inventory().with(agent, "ansible_become_password", Canaries.of("the token")),
                inventory().with(agent, "ansible_password", Canaries.of("the token")),
                inventory().with("k3s_agent_config", Map.of("no-such-flag", "x")))) {
            assertThat(run(wrong, "up", "-vvv").exitCode()).isNotZero();
        }
    }

    private static CommandRun run(LabInventory inventory, String... words) {
        List<String> options = new ArrayList<>(List.of(words));
        options.add("--vault-password-file=vault-password");
        CommandRun run = LAB.control().run(inventory, options.toArray(String[]::new));
        SAID.add(run.out() + run.err());
        return run;
    }

    private void assertLogins(int expected) {
        for (LabHost host : LAB.all()) {
            all.assertThat(host.sh("journalctl -t sshd -o cat | grep -Ec '^Accepted (publickey|password) '"))
                    .as("logins on %s, one for each command", host)
                    .isEqualTo(String.valueOf(expected));
        }
    }

    private void assertModes(LocalFiles here, MachineFiles onServer, MachineFiles onAgent) {
        Map<String, String> onAServer = new TreeMap<>(ON_A_NODE);
        onAServer.putAll(ON_A_SERVER_TOO);
        Map<String, String> onAnAgent = new TreeMap<>();
        ON_A_NODE.forEach((path, mode) -> onAnAgent.put(
                path.replaceFirst("/k3s(\\.service|\\.service\\.env|\\.started|-uninstall\\.sh)$", "/k3s-agent$1"),
                mode));
        all.assertThat(onServer.modes()).as("on a server").containsExactlyInAnyOrderEntriesOf(onAServer);
        all.assertThat(onAgent.modes()).as("on an agent").containsExactlyInAnyOrderEntriesOf(onAnAgent);
        all.assertThat(here.modes()).as("here").containsExactlyInAnyOrderEntriesOf(HERE);
    }

    private void assertOnlyRootReads(MachineFiles onServer, MachineFiles onAgent) {
        all.assertThat(onServer.secrets())
                .as("what is searched for has really been used")
                .isEqualTo(Canaries.ofAServersFiles());
        all.assertThat(onServer.secretsForOthers()).as("on the server").isEmpty();
        all.assertThat(onAgent.secretsForOthers()).as("on the agent").isEmpty();
    }

    private void assertNothingIsLeft(MachineFiles... machines) {
        for (MachineFiles machine : machines) {
            all.assertThat(machine.secrets())
                    .as("secrets on %s after down", machine)
                    .isEmpty();
        }
    }

    private void assertNobodySaw(ControlWatch here, MachineWatch machines) {
        all.assertThat(here.sees("dev.k3sdeploy.cli.Main"))
                .as("the watch here sees what runs")
                .isNotEmpty();
        all.assertThat(here.sees(Canaries.ANY)).as("processes here").isEmpty();
        all.assertThat(machines.seen("/usr/local/bin/k3s"))
                .as("the watch sees what runs")
                .isTrue();
        all.assertThat(machines.seen(Canaries.ANY))
                .as("argument lists, and environments of others than root")
                .isFalse();
        all.assertThat(machines.below("/tmp", "/var/tmp", "/dev/shm"))
                .as("below folders of everybody's")
                .isEmpty();
        for (LabHost host : LAB.all()) {
            all.assertThat(Canaries.in(host.sh("journalctl -o cat")))
                    .as("journal of %s", host)
                    .isEmpty();
        }
    }

    /** Files that are there for a moment are their owner's alone, and no file that stays was more open before. */
    private void assertOthersNeverCould(ControlWatch here) {
        Map<String, Set<String>> seen = here.modes();
        all.assertThat(seen)
                .as("the watch sees what is there for a moment")
                .containsEntry(SSH_FOLDER, Set.of("rwx------"));
        seen.keySet().removeIf(place -> place.equals(LOCK) || place.startsWith(SSH_FOLDER + "/"));
        seen.forEach((place, modes) -> {
            String stays = HERE.get(place);
            all.assertThat(modes)
                    .as("modes that %s was seen with", place)
                    .allMatch(mode -> stays == null ? mode.endsWith("------") : mode.equals(stays));
        });
    }
}
