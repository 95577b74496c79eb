package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Runner;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Whatever an inventory says, it reaches no shell and no YAML as anything but a value. */
@Timeout(120)
class HostileInventoryTest {
    private static final Set<String> WAITING = Set.of("NodeService", "NodeToken");

    /** What looks at a whole cluster: there is none. */
    private static final Set<String> ELSEWHERE = Set.of("Check the machines", "Wait for the cluster");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** Each variable that takes the text in some form has it; the others must refuse it as a user's mistake. */
    @ParameterizedTest
    @MethodSource("dev.k3sdeploy.HostileTexts#all")
    void aHostileTextIsAValueOrAMistake(String text) throws IOException {
        HostileSite site = HostileSite.in(folder);
        Map<String, Object> taken = site.taking(text);
        assertThat(taken.size())
                .as("variables that take it: %s", taken.keySet())
                .isGreaterThan(5);
        IsolatedMachine machine = machine();
        run(site.cluster(site.inventory(taken)).plan(), machine);
        assertThat(machine.has(HostileTexts.DONE))
                .as("run by a shell of the machine, by one of %s", taken.keySet())
                .isFalse();
        assertThat(Path.of(HostileTexts.DONE)).as("run by a shell here").doesNotExist();
        assertYamlHolds(machine);
    }

    private IsolatedMachine machine() {
        return IsolatedMachine.below(folder.resolve("machine"))
                .program("ip", "echo '2: eth0    inet 192.0.2.1/24 brd 192.0.2.255 scope global eth0'")
                .program("systemctl", "exit 1")
                .program("rc-service", "exit 1")
                .program("apt-get", "exit 1")
                .program("exportfs", "exit 0")
                .program("showmount", "exit 1")
                .program("dpkg-query", "exit 1");
    }

    /**
     * Each task that writes, by itself, so that one that fails (there is no systemd) hides none. What starts K3S and
     * waits for it is left out: there is none.
     */
    private static void run(Playbook playbook, IsolatedMachine machine) {
        try (Session session = RootSession.open(machine, Become.NO)) {
            for (Play play : playbook.plays()) {
                if (ELSEWHERE.contains(play.title())) {
                    continue;
                }
                play.tasks()
                        .forEach((target, tasks) -> tasks.stream()
                                .filter(task ->
                                        !WAITING.contains(task.getClass().getSimpleName()))
                                .forEach(task -> run(task, target, session)));
            }
        }
    }

    private static void run(Task task, Target target, Session session) {
        Interruption interruption = new Interruption();
        new Runner(
                        any -> new SharedSession(session),
                        Runner.Options.DEFAULTS,
                        event -> {
                            if (event instanceof Event.Waiting) {
                                interruption.request();
                            }
                        },
                        interruption)
                .run(Playbook.of(task.title(), Play.of(task.title(), List.of(target), task)));
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
}
