package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Runner;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.RootSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many machines by real SSH, all connected to at the same time. Figures go to docs/scale.md. */
@Tag("long")
@Timeout(900)
@SuppressWarnings("NullAway.Init")
class ManyMachinesTest {
    private static final int MACHINES = Integer.getInteger("k3sdeploy.machines", 200);

    @TempDir
    private Path folder;

    private EmbeddedSshd sshd;

    @BeforeEach
    void start() throws IOException {
        sshd = new EmbeddedSshd(folder).start();
    }

    @AfterEach
    void stop() throws IOException {
        sshd.close();
    }

    private record Figures(int machines, int ownThreads, long files, Duration took) {}

    @Test
    void threadsAndFilesGrowWithTheMachinesAndNoFaster() throws IOException {
        run(5); // what is made once
        long atRest = openFiles();
        Figures few = run(MACHINES / 4);
        Figures many = run(MACHINES);
        System.out.println(few + "\n" + many);

        assertThat(many.ownThreads()).isLessThan(5 * few.ownThreads());
        assertThat(many.ownThreads() / MACHINES).as("threads for each machine").isLessThan(4);
        assertThat(openFiles()).as("open files after all was closed").isLessThan(atRest + 50);
    }

    private Figures run(int machines) throws IOException {
        List<Target> targets = IntStream.range(0, machines)
                .mapToObj(number -> new Target("node-" + number))
                .toList();
        SshConnector connector = sshd.connector(); // one for a run, as the product has it
        AtomicInteger threads = new AtomicInteger();
        AtomicInteger files = new AtomicInteger();
        Report report = new Runner(
                        target -> RootSession.open(connector.connect(sshd.endpoint()), Become.NO),
                        Runner.Options.DEFAULTS,
                        event -> {
                            if (event instanceof Event.TaskEnded) {
                                threads.accumulateAndGet(ownThreads(), Math::max);
                                files.accumulateAndGet((int) openFiles(), Math::max);
                            }
                        },
                        new Interruption())
                .run(Playbook.of("scale", Play.of("scale", targets, new Look())));
        assertThat(report.succeeded()).as("%s", report.problems()).isTrue();
        return new Figures(machines, threads.get(), files.get(), report.took());
    }

    private static final class Look implements Task {
        @Override
        public String title() {
            return "Look";
        }

        @Override
        public Verdict check(Probe host) {
            return Verdict.inPlace(host.ask(Command.of("echo", "there")).text());
        }
    }

    /** The server's threads are in this process too. Trap: to ask for stacks stops all of them, at each count. */
    private static int ownThreads() {
        Thread[] all = new Thread[2 * Thread.activeCount() + 100];
        return (int) Stream.of(all)
                .limit(Thread.enumerate(all))
                .map(Thread::getName)
                .filter(name -> name.startsWith("k3sdeploy") || name.startsWith("sshj"))
                .count();
    }

    private static long openFiles() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            return 0;
        }
    }
}
