package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.IsolatedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that `up` writes on a server, an agent and a machine of NFS, with its mode: a new file has to be thought about
 * here.
 */
@Timeout(120)
class FileModesTest {
    private static final List<String> TOPS = List.of("etc", "usr/local", "var/lib", "run");

    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("/etc/exports.d", "755"),
            Map.entry("/etc/exports.d/k3sdeploy.exports", "644"),
            Map.entry("/etc/rancher", "755"),
            Map.entry("/etc/rancher/k3s", "755"),
            Map.entry("/etc/rancher/k3s/config.yaml", "600"),
            Map.entry("/etc/rancher/k3s/registries.yaml", "600"),
            Map.entry("/etc/sysctl.d", "755"),
            Map.entry("/etc/sysctl.d/90-k3sdeploy.conf", "644"),
            Map.entry("/etc/systemd", "755"),
            Map.entry("/etc/systemd/system", "755"),
            Map.entry("/etc/systemd/system/k3s.service", "644"),
            Map.entry("/etc/systemd/system/k3s.service.env", "600"),
            Map.entry("/etc/systemd/system/k3s-agent.service", "644"),
            Map.entry("/etc/systemd/system/k3s-agent.service.env", "600"),
            Map.entry("/run/mount", "755"), // mount's own, of the test's machine
            Map.entry("/usr/local/bin", "755"),
            Map.entry("/usr/local/bin/k3s-killall.sh", "755"),
            Map.entry("/usr/local/bin/k3s-uninstall.sh", "755"),
            Map.entry("/usr/local/bin/k3s-agent-uninstall.sh", "755"),
            Map.entry("/var/lib/nfs-data", "777"),
            Map.entry("/var/lib/rancher/k3s/agent", "755"),
            Map.entry("/var/lib/rancher/k3s/agent/etc", "755"),
            Map.entry("/var/lib/rancher/k3s/agent/etc/kubelet.conf.d", "755"),
            Map.entry("/var/lib/rancher/k3s/agent/etc/kubelet.conf.d/90-k3sdeploy.conf", "600"));

    /** On the control machine (ssh's sockets, in a folder of mode 0700; a look for a ticket), and inside of a pod. */
    private static final Set<String> OF_OTHERS = Set.of("ControlFolder.java", "ControlMachine.java", "WebServers.java");

    /** Looked for and removed, never written. */
    private static final String MADE_BY_K3S = "/tmp/k3s-resolv.conf";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void everyFileOnAMachineHasTheModeThatItsContentWants() throws IOException {
        HostileSite site = HostileSite.in(folder)
                .with("k3s_token", "canary-token")
                .with("k3s_env", Map.of("HTTP_PROXY", "http://kim:canary@proxy:3128"))
                .with("k3s_server_config", Map.of("agent-token", "canary-agent"))
                .with(
                        "k3s_registries",
                        Map.of(
                                "configs",
                                Map.of("r.example", Map.of("auth", Map.of("username", "kim", "password", "canary")))))
                .with("k3s_kubelet_config", Map.of("maxPods", 50));
        IsolatedMachine machine = TasksOnMachine.machine(folder.resolve("machine"))
                .file("/var/lib/rancher/k3s/server/node-token", "K10abc::server:canary-token\n")
                .file("/var/lib/rancher/k3s/server/agent-token", "K10abc::node:canary-agent\n");
        Map<String, String> before = modes(machine);

        TasksOnMachine.run(site.cluster(site.inventory(site.usual())).plan(), machine);

        Map<String, String> written = modes(machine);
        written.entrySet().removeAll(before.entrySet());
        assertThat(written).containsExactlyInAnyOrderEntriesOf(EXPECTED);
        List<String> secret = written.keySet().stream()
                .filter(path -> Files.isRegularFile(machine.at(path))
                        && machine.read(path).contains("canary"))
                .toList();
        assertThat(secret)
                .contains(
                        "/etc/rancher/k3s/registries.yaml",
                        "/etc/systemd/system/k3s.service.env",
                        "/etc/systemd/system/k3s-agent.service.env")
                .allSatisfy(path -> assertThat(written).containsEntry(path, "600"));
    }

    /** Where everybody may write, others can put a link in a file's way; so no script of ours has a file there. */
    @Test
    void noScriptForAMachineWritesBelowTmp() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path top : List.of(Path.of("src/main/java"), Path.of("templates"))) {
            try (Stream<Path> all = Files.walk(top)) {
                all.filter(Files::isRegularFile)
                        .filter(file -> !OF_OTHERS.contains(file.getFileName().toString()))
                        .forEach(sources::add);
            }
        }
        assertThat(sources).hasSizeGreaterThan(500);
        assertThat(sources)
                .allSatisfy(
                        file -> assertThat(Files.readAllLines(file)).noneMatch(FileModesTest::writesWhereEverybodyMay));
    }

    private static boolean writesWhereEverybodyMay(String line) {
        return !line.strip().matches("/?\\*.*")
                && line.replace(MADE_BY_K3S, "")
                        .matches(".*([^=]/tmp\\b|/dev/shm|\\bmktemp\\b(?! /run/)|\\btempfile\\b|TMPDIR).*");
    }

    private static Map<String, String> modes(IsolatedMachine machine) throws IOException {
        Map<String, String> modes = new TreeMap<>();
        for (String top : TOPS) {
            try (Stream<Path> all = Files.walk(machine.at("/" + top))) {
                for (Path file : all.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                    String path = "/" + machine.at("/").relativize(file);
                    modes.put(path, machine.mode(path));
                }
            }
        }
        return modes;
    }
}
