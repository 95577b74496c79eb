package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Counts;
import dev.k3sdeploy.engine.Footprint;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.NumberedStates;
import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Runner;
import dev.k3sdeploy.engine.Sessions;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Claim;
import dev.k3sdeploy.remote.RootSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of a cluster of many machines by real SSH, each with a shell, a home and a lock of its own: made in two plays,
 * made again, asked, removed, and each time all are connected to at once. Figures go to docs/scale.md.
 */
@Tag("long")
@Timeout(1800)
@SuppressWarnings("NullAway.Init")
class ManyMachinesTest {
    private static final int MACHINES = Integer.getInteger("k3sdeploy.machines", 200);
    private static final int TASKS = 20;
    private static final int FORKS = 20;

    @TempDir
    private Path folder;

    private EmbeddedSshd sshd;

    @BeforeEach
    void start() throws IOException {
        sshd = new EmbeddedSshd(folder).withHomes(folder.resolve("homes")).start();
    }

    @AfterEach
    void stop() throws IOException {
        sshd.close();
    }

    @Test
    void upUpStatusAndDownDoTheirWorkOnceOnEachMachineAndLeaveNothingOpen() throws Exception {
        life(5, "warm-"); // what is made once: the clock of all connections, say
        int atRest = Footprint.openFiles();

        life(MACHINES / 4, "few-");
        life(MACHINES, "node-");

        assertThat(Footprint.openFiles()).as("open files after all was closed").isLessThan(atRest + 50);
        assertThat(sshd.logins.get()).as("logins, once for each command").isEqualTo(4 * (5 + MACHINES / 4 + MACHINES));
    }

    private void life(int machines, String names) throws Exception {
        List<Target> targets = IntStream.range(0, machines)
                .mapToObj(number -> new Target(names + number))
                .toList();
        Task[] up = NumberedStates.tasks(TASKS, true);
        Play install = Play.of("install", targets, Arrays.copyOf(up, TASKS / 2));
        Play join = Play.of("join", targets, Arrays.copyOfRange(up, TASKS / 2, TASKS));
        Counts all = new Counts(0, machines * TASKS, 0, 0, 0, 0);

        watched("up", machines, () -> run(all, install, join));
        assertThat(states(targets)).isEqualTo((long) machines * TASKS);
        watched("up again", machines, () -> run(new Counts(machines * TASKS, 0, 0, 0, 0, 0), install, join));
        watched("status", machines, () -> status(targets));
        watched("down", machines, () -> run(all, Play.of("down", targets, NumberedStates.tasks(TASKS, false))));
        assertThat(states(targets)).as("files that are left").isZero();
    }

    private <T> void watched(String command, int machines, Supplier<T> work) throws InterruptedException {
        int threadsAtRest = Footprint.ownThreads();
        long memory = Footprint.usedMemory();
        long began = System.nanoTime();
        T kept;
        int threads;
        int files;
        try (Footprint most = Footprint.begin()) {
            kept = work.get();
            threads = most.mostThreads();
            files = most.mostFiles();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        awaitTheEndOfShells();
        assertThat(Footprint.threadsEnd(threadsAtRest)).as("no thread is left").isTrue();
        System.out.printf(
                "%s, %d machines: %.1f s, %d threads, %d files, %d kB kept for each machine%n",
                command,
                machines,
                took.toMillis() / 1000.0,
                threads,
                files,
                Math.max(0, Footprint.usedMemory() - memory) / 1024 / machines);
        assertThat(kept).isNotNull(); // until here
        assertThat(threads)
                .as("threads: three for each connection, one more to close it")
                .isLessThan(4 * machines + 60);
        assertThat(files).as("files: one here, four on the server's side").isLessThan(6 * machines + 200);
    }

    /** A shell ends when it sees that its connection has gone. */
    private static void awaitTheEndOfShells() throws InterruptedException {
        for (int i = 0; i < 600 && shells() > 0; i++) {
            Thread.sleep(100);
        }
        assertThat(shells()).as("shells that are left").isZero();
    }

    private static long shells() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }

    private Report run(Counts expected, Play... plays) {
        Report report = new Runner(sessions(), new Runner.Options(false, FORKS), event -> {}, new Interruption())
                .run(Playbook.of("life", plays));
        assertThat(report.counts()).as("%s", report.problems()).isEqualTo(expected);
        return report;
    }

    private Map<Target, Survey.Answer<String>> status(List<Target> targets) {
        Map<Target, Survey.Answer<String>> answers = Survey.ask(
                sessions(),
                targets,
                FORKS,
                machine -> machine.ask(NumberedStates.question(0)).text());
        assertThat(answers).hasSameSizeAs(targets);
        assertThat(answers.values()).allMatch(answer -> "there".equals(answer.value()));
        return answers;
    }

    /** As the product opens them: one connector for a run, and each machine's lock is taken with its first shell. */
    private Sessions sessions() {
        SshConnector connector = sshd.connector();
        return target -> {
            SshEndpoint machine = sshd.endpoint().withUser(target.name()).with(Patience.DEFAULT);
            Claim claim = new Claim(home(target) + ".lock", "life", "a test");
            RootSession session = RootSession.open(connector.connect(machine), Become.NO, claim);
            assertThat(session.holder()).as("who else has %s", target).isEmpty();
            return session;
        };
    }

    private Path home(Target target) {
        return folder.resolve("homes").resolve(target.name());
    }

    private long states(List<Target> targets) throws IOException {
        long count = 0;
        for (Target target : targets) {
            try (Stream<Path> files = Files.list(home(target))) {
                count += files.count();
            }
        }
        return count;
    }
}
