package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Runner;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.RootSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Whatever an inventory says, it reaches no shell and no YAML as anything but a value. */
@Timeout(120)
class HostileInventoryTest {
    private static final String DONE = "/run/pwned";
    private static final Set<String> WAITING = Set.of("NodeService", "NodeToken");
    private static final Target ONE = new Target("one");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** Each variable that takes the text in some form has it; the others must refuse it as a user's mistake. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x'; touch /run/pwned; '",
                "x\"; touch /run/pwned; \"",
                "$(touch /run/pwned)`touch /run/pwned`",
                "x\ntouch /run/pwned\nEOF\n- y: z\n",
                "-rf",
                "--config=/etc/shadow",
                "*/../../etc: [&a !!x |>%@",
                "\u0000",
                "a\u0000b",
                "\u001b]0;pwned\u0007\u202eabc",
                "é日本😀",
                "#{[%",
            })
    void aHostileTextIsAValueOrAMistake(String text) throws IOException {
        Site site = site();
        Map<String, Object> taken = new LinkedHashMap<>();
        for (String variable : K3sVariables.all()) {
            for (Object form : List.of(
                    text, List.of(text), Map.of(text, text), Map.of("key", text), Map.of("key", List.of(text)))) {
                Map<String, Object> more = new LinkedHashMap<>(taken);
                more.put(variable, form);
                if (accepts(site, more)) {
                    taken.put(variable, form);
                    break;
                }
            }
        }
        assertThat(taken.size())
                .as("variables that take it: %s", taken.keySet())
                .isGreaterThan(5);
        IsolatedMachine machine = machine();
        run(playbook(site, taken), machine);
        assertThat(machine.has(DONE))
                .as("run by a shell of the machine, by one of %s", taken.keySet())
                .isFalse();
        assertThat(Path.of(DONE)).as("run by a shell here").doesNotExist();
        assertYamlHolds(machine);
    }

    @Test
    void aTextOfSixtyFourKilobytesIsNoMatter() throws IOException {
        aHostileTextIsAValueOrAMistake("x".repeat(64 * 1024));
    }

    /** With a K3S that only tells its version. */
    private Site site() throws IOException {
        Path k3s = Files.writeString(folder.resolve("k3s"), "#!/bin/sh\necho 'k3s version v1.33.5+k3s1 (0)'\n");
        assertThat(k3s.toFile().setExecutable(true)).isTrue();
        return new Site(folder).with("K3SDEPLOY_K3S", k3s.toString());
    }

    private IsolatedMachine machine() {
        return IsolatedMachine.below(folder.resolve("machine"))
                .program("ip", "echo '2: eth0    inet 192.0.2.1/24 brd 192.0.2.255 scope global eth0'")
                .program("systemctl", "exit 1")
                .program("rc-service", "exit 1")
                .program("apt-get", "exit 1")
                .program("dpkg-query", "exit 1");
    }

    private static boolean accepts(Site site, Map<String, Object> variables) {
        try {
            new PlanReader(inventory(site, variables), site.here(), ClusterOptions.DEFAULTS).read();
            return true;
        } catch (K3sDeployException e) {
            return false;
        }
    }

    private static Playbook playbook(Site site, Map<String, Object> variables) {
        return Cluster.from(inventory(site, variables), site.here(), ClusterOptions.DEFAULTS)
                .plan();
    }

    private static Inventory inventory(Site site, Map<String, Object> variables) {
        try {
            return site.inventory(new ObjectMapper()
                    .writeValueAsString(Map.of(
                            "all", Map.of("vars", variables),
                            "k3s_master", Map.of("hosts", Map.of("one", Map.of("ansible_host", "192.0.2.1"))))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Each task that writes, by itself, so that one that fails (there is no systemd) hides none. What starts K3S and
     * waits for it is left out: there is none.
     */
    private static void run(Playbook playbook, IsolatedMachine machine) {
        for (Play play : playbook.plays()) {
            for (Task task : play.tasks().getOrDefault(ONE, List.of())) {
                if (!play.title().equals("Install K3S")
                        || WAITING.contains(task.getClass().getSimpleName())) {
                    continue;
                }
                Interruption interruption = new Interruption();
                new Runner(
                                target -> RootSession.open(machine, Become.NO),
                                Runner.Options.DEFAULTS,
                                event -> {
                                    if (event instanceof Event.Waiting) {
                                        interruption.request();
                                    }
                                },
                                interruption)
                        .run(Playbook.of(task.title(), Play.of(task.title(), List.of(ONE), task)));
            }
        }
    }

    private static void assertYamlHolds(IsolatedMachine machine) throws IOException {
        Path rancher = machine.at("/etc/rancher");
        if (Files.notExists(rancher)) {
            return;
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(rancher)) {
            all.filter(file -> file.toString().endsWith(".yaml")).forEach(files::add);
        }
        for (Path file : files) {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            assertThat(read).as("%s", file).isInstanceOfAny(Map.class, List.class);
        }
    }

    /** Every text that a run writes on a machine, with its mode; a new one has to be thought about here. */
    @Test
    void everyFileOnAMachineHasTheModeThatItsContentWants() throws IOException {
        Site site = site();
        Map<String, Object> variables = new TreeMap<>(Map.of(
                "k3s_token", "canary-token",
                "k3s_env", Map.of("HTTP_PROXY", "http://kim:canary@proxy:3128"),
                "k3s_registries",
                        Map.of(
                                "configs",
                                Map.of("r.example", Map.of("auth", Map.of("username", "kim", "password", "canary")))),
                "k3s_kubelet_config", Map.of("maxPods", 50),
                "k3s_manifests", List.of()));
        IsolatedMachine machine = machine();
        run(playbook(site, variables), machine);

        Map<String, String> modes = new TreeMap<>();
        for (String top : List.of("etc", "usr/local", "var/lib")) {
            try (Stream<Path> all = Files.walk(machine.at("/" + top))) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String path = "/" + machine.at("/").relativize(file);
                    modes.put(path, machine.mode(path));
                }
            }
        }
        modes.keySet()
                .removeIf(path -> path.startsWith("/usr/local/sbin/")
                        || List.of("/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/os-release")
                                .contains(path));
        assertThat(modes)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "/etc/rancher/k3s/config.yaml", "600",
                        "/etc/rancher/k3s/registries.yaml", "600",
                        "/etc/sysctl.d/90-k3sdeploy.conf", "644",
                        "/etc/systemd/system/k3s.service", "644",
                        "/etc/systemd/system/k3s.service.env", "600",
                        "/usr/local/bin/k3s-killall.sh", "755",
                        "/usr/local/bin/k3s-uninstall.sh", "755",
                        "/var/lib/rancher/k3s/agent/etc/kubelet.conf.d/90-k3sdeploy.conf", "600"));
        List<String> secret = modes.keySet().stream()
                .filter(path -> machine.read(path).contains("canary"))
                .toList();
        assertThat(secret)
                .contains("/etc/rancher/k3s/registries.yaml", "/etc/systemd/system/k3s.service.env")
                .allSatisfy(path -> assertThat(modes).containsEntry(path, "600"));
    }
}
