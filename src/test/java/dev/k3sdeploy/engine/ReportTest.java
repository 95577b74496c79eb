package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run did, counted. */
class ReportTest {
    private static final Target A = new Target("a");
    private static final Target B = new Target("b");
    private static final TaskResult FAILED = result(B, new Outcome.Failed(new K3sDeployException("no", "")));
    private static final TaskResult LOST = result(A, new Outcome.Unreachable(new UnreachableException("gone", "")));

    @Test
    void everyOutcomeIsCountedOnce() {
        Report report = report(
                result(A, new Outcome.Ok("")),
                result(A, new Outcome.Ok("")),
                result(A, new Outcome.Changed(Diff.of("x"))),
                result(B, new Outcome.WouldChange(Diff.of("x"))),
                result(B, new Outcome.Skipped("")),
                FAILED,
                LOST);

        assertThat(report.counts()).isEqualTo(new Counts(2, 1, 1, 1, 1, 1));
        assertThat(report.countsByTarget().get(A)).isEqualTo(new Counts(2, 1, 0, 0, 0, 1));
        assertThat(report.countsByTarget().get(B)).isEqualTo(new Counts(0, 0, 1, 1, 1, 0));
    }

    @Test
    void aMachineWithoutResultsIsCountedWithZeros() {
        assertThat(report().countsByTarget())
                .containsExactly(
                        Map.entry(B, new Counts(0, 0, 0, 0, 0, 0)), Map.entry(A, new Counts(0, 0, 0, 0, 0, 0)));
    }

    @Test
    void problemsAreFailuresAndLostMachines() {
        Report report = report(result(A, new Outcome.Ok("")), FAILED, LOST);

        assertThat(report.problems()).containsExactly(FAILED, LOST);
        assertThat(report.succeeded()).isFalse();
    }

    @Test
    void aRunThatWasInterruptedDidNotSucceed() {
        assertThat(new Report(List.of(), List.of(), true, Duration.ZERO).succeeded())
                .isFalse();
        assertThat(report(result(A, new Outcome.Skipped(""))).succeeded()).isTrue();
    }

    @Test
    void whoNeedsTheWholeGetsAllProblems() {
        Report report = report(result(A, new Outcome.Ok("")));
        assertThat(report.orThrow()).isSameAs(report);

        assertThatThrownBy(() -> report(FAILED, LOST).orThrow())
                .isInstanceOfSatisfying(
                        K3sDeployException.class,
                        e -> assertThat(e.summary()).isEqualTo("no" + System.lineSeparator() + "gone"))
                .hasCause(((Outcome.Failed) FAILED.outcome()).problem());
        assertThatThrownBy(() -> new Report(List.of(), List.of(), true, Duration.ZERO).orThrow())
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("Interrupted");
    }

    private static Report report(TaskResult... results) {
        return new Report(List.of(results), List.of(B, A), false, Duration.ZERO);
    }

    private static TaskResult result(Target target, Outcome outcome) {
        return new TaskResult("play", target, "task", outcome, Duration.ZERO);
    }
}
