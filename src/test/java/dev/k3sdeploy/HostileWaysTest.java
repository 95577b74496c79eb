package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.cli.CommandRun;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.Shell;
import dev.k3sdeploy.remote.local.LocalConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On the ways to machines, and where machines come from: ssh, sudo, a container engine, names of hosts and groups. */
@Timeout(120)
class HostileWaysTest {
    /** After which the next word is a value, whatever it looks like. */
    private static final Set<String> WITH_VALUE = Set.of(
            "-o",
            "-i",
            "-l",
            "-p",
            "-F",
            "-J",
            "--name",
            "--hostname",
            "--network",
            "--ip",
            "--label",
            "--env",
            "--cpus",
            "--memory",
            "--subnet",
            "--filter",
            "--format");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private HostileSite site;

    @BeforeEach
    void site() {
        site = HostileSite.in(folder);
    }

    /** A sudo that reads one line for its password: what is more is read by the shell that follows. */
    @ParameterizedTest
    @MethodSource("dev.k3sdeploy.HostileTexts#all")
    void sshAndSudoAreGivenItAsAValueOrNotAtAll(String text) throws IOException {
        Path log = folder.resolve("words");
        Path sudo = program("sudo", "printf '%s\\n' \"$@\" >>" + log + """

                for word; do case $word in -n) exit 1 ;; esac; done
                while [ $# -gt 0 ]; do case $1 in
                  -p) printf %s "$2" >&2; IFS= read -r answer; shift 2 ;;
                  -u) shift 2 ;;
                  -*) shift ;;
                  *) exec "$@" ;;
                esac; done
                """);
        HostileSite ways = site.with("ansible_become_exe", sudo.toString())
                .with("ansible_become_user", "somebody")
                .with("ansible_sudo_user", "somebody");
        Map<String, Object> taken =
                ways.taking(text, variable -> variable.startsWith("ansible_") && !variable.endsWith("_args"));
        Plan plan = ways.plan(ways.inventory(taken));

        root(Objects.requireNonNull(
                plan.connections().get(plan.cluster().firstServer().target())));
        assertThat(log).content().contains("somebody");
        ssh(text, ways.cluster(ways.inventory(taken)).machineAccess().ssh("one", "", false));
        assertThat(Path.of(HostileTexts.DONE)).as("%s", taken.keySet()).doesNotExist();
        plan.connections().values().forEach(connection -> {
            assertThat(connection.address())
                    .doesNotContainPattern("[\\s\\p{Cntrl}]")
                    .doesNotStartWith("-");
            assertThat(connection.endpoint().user())
                    .doesNotContainPattern("\\p{Cntrl}")
                    .doesNotStartWith("-");
        });
    }

    /** These are ssh's arguments, whatever they are; but none of a shell's. */
    @ParameterizedTest
    @MethodSource("dev.k3sdeploy.HostileTexts#all")
    void argumentsOfSshAreWords(String text) throws IOException {
        Map<String, Object> taken = site.taking(text, variable -> variable.endsWith("_args"));
        List<String> words = site.cluster(site.inventory(taken)).machineAccess().ssh("one", "", false);
        assertThat(evaluated(Shell.join(words))).as("what --print prints").isEqualTo(words);
        assertThat(Path.of(HostileTexts.DONE)).doesNotExist();
    }

    private static void root(HostConnection machine) {
        try (Session session = RootSession.open(new LocalConnection(), machine.become())) {
            assertThat(session.run(Command.of("echo", "in")).out().text()).isEqualTo("in\n");
        } catch (K3sDeployException e) {
            // there is no password, or one that is refused
        }
    }

    private static void ssh(String text, List<String> words) throws IOException {
        assertThat(options(words)).noneMatch(word -> word.startsWith(text));
        assertThat(evaluated(Shell.join(words))).as("what --print prints").isEqualTo(words);
    }

    /** Those words that a program takes for options. */
    private static List<String> options(List<String> words) {
        return IntStream.range(1, words.size())
                .filter(at -> words.get(at).startsWith("-") && !WITH_VALUE.contains(words.get(at - 1)))
                .mapToObj(words::get)
                .filter(word -> !word.equals("--") && !WITH_VALUE.contains(word))
                .toList();
    }

    private static List<String> evaluated(String shellLine) throws IOException {
        Process shell = new ProcessBuilder("/bin/sh").start();
        try (OutputStream script = shell.getOutputStream()) { // as long as an argument must not be
            script.write(("printf '%s\\0' " + shellLine + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String text = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Stream.of(text.split("\0", -1)).filter(word -> !word.isEmpty()).toList();
    }

    @ParameterizedTest
    @MethodSource("dev.k3sdeploy.HostileTexts#all")
    void aContainerEngineTakesItForNoOption(String text) throws IOException {
        Path log = folder.resolve("words");
        Path engine = program(
                "engine",
                "for word; do printf '%s\\0' \"$word\"; done >>" + log
                        + "\ncase \"$1 $2\" in 'network inspect') exit 1 ;; ps*) exit 0 ;; esac");
        HostileSite containers = site.with("machines", "containers").with("machines_engine", engine.toString());
        Map<String, Object> taken = containers.taking(
                text, variable -> variable.startsWith("machines_") || variable.equals("k3s_cluster_name"));
        Plan plan = containers.plan(containers.inventory(taken));

        try {
            new ClusterMachines(plan, site.site().here(), ClusterOptions.DEFAULTS).ensure(false);
        } catch (K3sDeployException e) {
            // such an engine makes nothing
        }
        List<String> words =
                List.of(Files.readString(log, StandardCharsets.ISO_8859_1).split("\0", -1));
        assertThat(words).contains("ps");
        assertThat(options(words)).noneMatch(word -> word.startsWith(text));
        assertThat(Path.of(HostileTexts.DONE)).doesNotExist();
    }

    /** Hosts and groups by such names are none, or mere names; the user is told without what a terminal obeys. */
    @ParameterizedTest
    @MethodSource("dev.k3sdeploy.HostileTexts#all")
    void namesOfHostsAndGroupsAreNamesOrMistakes(String text) {
        Map<String, Object> address = Map.of("ansible_host", "192.0.2.1");
        Map<String, Object> server = HostileSite.host("one", address);
        for (Map<String, Object> groups : List.of(
                Map.<String, Object>of("k3s_master", HostileSite.host(text, address)),
                Map.<String, Object>of("k3s_master", server, text, HostileSite.host("two", Map.of())))) {
            try {
                Plan plan = site.plan(site.inventory(site.usual(), groups));
                assertThat(plan.cluster().firstServer().target().name())
                        .matches("[^\\s\\p{Cntrl}/'\"$`;-][^\\s\\p{Cntrl}/'\"$`;]*");
            } catch (InvalidInputException e) {
                CommandRun run = CommandRun.of(site.site().here(), "up", "-i", Site.SOURCE);
                assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
                assertThat(run.err() + run.out()).doesNotContain("\u001b", "\u0007", "\u0000", "\u202e");
            }
        }
    }

    @Test
    void aVagrantfileIsWrittenFromNumbersAndKnownWordsOnly() {
        HostileTexts.all().forEach(text -> {
            for (String option : List.of("--provider=" + text, "--network=" + text, "--network=192.168.50" + text)) {
                assertThat(CommandRun.of(site.site().here(), "init", option).exitCode())
                        .as(option)
                        .isEqualTo(2);
            }
        });
        assertThat(folder.resolve("Vagrantfile")).doesNotExist();
    }

    private Path program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
