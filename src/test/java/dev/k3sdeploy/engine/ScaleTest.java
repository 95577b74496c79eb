package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.ScriptedSession;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand machines that answer at once: what the engine itself costs. Figures go to docs/scale.md. */
@Tag("long")
@Timeout(600)
class ScaleTest {
    private static final int TASKS = 20;

    @Test
    void tenTimesTheMachinesCostTenTimesTheMemoryAndNotOneThreadMore() throws Exception {
        Figures small = run(1_000);
        Figures large = run(10_000);

        assertThat(large.results()).isEqualTo(10_000 * TASKS);
        assertThat(large.threads()).isLessThanOrEqualTo(small.threads() + 2);
        assertThat(large.kilobytesPerMachine()).isLessThan(2 * small.kilobytesPerMachine() + 20);
        System.out.println("1,000 machines: " + small + "\n10,000 machines: " + large);
    }

    private record Figures(int results, int threads, long kilobytesPerMachine, Duration took) {}

    private static Figures run(int machines) throws InterruptedException {
        assertThat(Footprint.threadsEnd(5)).as("an earlier run is over").isTrue();
        List<Target> targets = IntStream.range(0, machines)
                .mapToObj(number -> new Target("node-" + number))
                .toList();
        Task[] tasks = IntStream.range(0, TASKS).mapToObj(ScaleTest::task).toArray(Task[]::new);
        AtomicInteger most = new AtomicInteger();
        List<Report> kept = new ArrayList<>();
        long before = Footprint.usedMemory();
        kept.add(new Runner(
                        target -> answering(),
                        new Runner.Options(false, 20),
                        event -> most.accumulateAndGet(
                                ManagementFactory.getThreadMXBean().getThreadCount(), Math::max),
                        new Interruption())
                .run(Playbook.of("scale", Play.of("scale", targets, tasks))));
        long after = Footprint.usedMemory();
        Report report = kept.get(0);
        assertThat(report.succeeded()).isTrue();
        return new Figures(
                report.results().size(), most.get(), Math.max(0, after - before) / 1024 / machines, report.took());
    }

    /** A life of a cluster: made in two plays, made again, asked, removed. */
    @Test
    void upUpStatusAndDownOfTenThousandMachinesGrowWithThemAndNoFaster() {
        Map<String, Duration> small = life(1_000);
        Map<String, Duration> large = life(10_000);

        System.out.println("1,000 machines: " + small + "\n10,000 machines: " + large);
        assertThat(large.keySet()).containsExactly("up", "up again", "status", "down");
    }

    private static Map<String, Duration> life(int machines) {
        List<Target> targets = IntStream.range(0, machines)
                .mapToObj(number -> new Target("node-" + number))
                .toList();
        RememberingMachines state = new RememberingMachines();
        Map<String, Duration> took = new LinkedHashMap<>();
        Task[] up = NumberedStates.tasks(TASKS, true);
        Play first = Play.of("install", targets, Arrays.copyOf(up, TASKS / 2));
        Play second = Play.of("join", targets, Arrays.copyOfRange(up, TASKS / 2, TASKS));
        Play down = Play.of("down", targets, NumberedStates.tasks(TASKS, false));

        took.put("up", took(state, new Counts(0, machines * TASKS, 0, 0, 0, 0), first, second));
        took.put("up again", took(state, new Counts(machines * TASKS, 0, 0, 0, 0, 0), first, second));
        long began = System.nanoTime();
        Map<Target, Survey.Answer<String>> status = Survey.ask(
                state,
                targets,
                20,
                machine -> machine.ask(NumberedStates.question(0)).text());
        assertThat(status.values()).allMatch(answer -> answer.answered().equals(Optional.of("there")));
        took.put("status", Duration.ofNanos(System.nanoTime() - began));
        took.put("down", took(state, new Counts(0, machines * TASKS, 0, 0, 0, 0), down));
        return took;
    }

    private static Duration took(Sessions sessions, Counts expected, Play... plays) {
        Report report = new Runner(sessions, new Runner.Options(false, 20), event -> {}, new Interruption())
                .run(Playbook.of("life", plays));
        assertThat(report.counts()).isEqualTo(expected);
        return report.took();
    }

    private static Task task(int number) {
        Command question = Command.of("cat", "/etc/file-" + number);
        return new Task() {
            @Override
            public String title() {
                return "Look at file " + number;
            }

            @Override
            public Verdict check(Probe host) {
                return Verdict.inPlace(host.ask(question).text());
            }
        };
    }

    private static ScriptedSession answering() {
        return new ScriptedSession().onPart("cat").says("content").and();
    }
}
