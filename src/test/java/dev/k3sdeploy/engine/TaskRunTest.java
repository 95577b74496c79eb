package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Check, fix once, check again: every way through. */
class TaskRunTest {
    private static final Patience ENDLESS = new Patience(Duration.ofHours(1), Duration.ZERO);
    private static final Patience NONE = new Patience(Duration.ZERO, Duration.ZERO);

    private final Interruption interruption = new Interruption();
    private final List<String> waits = new ArrayList<>();
    private final List<String> fixes = new ArrayList<>();

    @Test
    void aStateInPlaceIsOkWithItsReason() {
        assertThat(run(Verdict.inPlace("nothing to do"))).isEqualTo(new Outcome.Ok("nothing to do"));
        assertThat(fixes).isEmpty();
    }

    @Test
    void aStateThatIsNotAskedForIsSkippedWithItsReason() {
        assertThat(run(new Verdict.NotNeeded("no apt here"))).isEqualTo(new Outcome.Skipped("no apt here"));
    }

    @Test
    void driftThatItsFixClosesIsChanged() {
        Diff diff = Diff.of("install curl", "curl", "", "8.0\n");

        assertThat(run(drift(diff), Verdict.inPlace("there now"))).isEqualTo(new Outcome.Changed(diff));
        assertThat(fixes).containsExactly("install curl");
    }

    @Test
    void driftAfterTheFixDidNotConvergeAndIsNotFixedAgain() {
        Outcome outcome = run(drift(Diff.of("install curl, jq")), drift(Diff.of("install jq")));

        assertThat(fixes).containsExactly("install curl, jq");
        assertThat(TaskTrial.problem(outcome).summary())
                .isEqualTo("On node-1, «Do it» was done and is still not in place: install jq");
        assertThat(TaskTrial.problem(outcome).hint()).contains("-v");
    }

    @Test
    void checkModeSaysWhatWouldChangeAndFixesNothing() {
        Diff diff = Diff.of("install curl");

        assertThat(predict(drift(diff))).isEqualTo(new Outcome.WouldChange(diff));
        assertThat(fixes).isEmpty();
    }

    @Test
    void checkModeDoesNotWait() {
        assertThat(predict(new Verdict.Pending("apt is busy", ENDLESS)))
                .isEqualTo(new Outcome.Skipped("would wait: apt is busy"));
        assertThat(waits).isEmpty();
    }

    @Test
    void checkModeKnowsWhatIsInPlace() {
        assertThat(predict(Verdict.inPlace("so it is"))).isEqualTo(new Outcome.Ok("so it is"));
    }

    @Test
    void whatComesTrueByItselfIsOkAndEachLookIsTold() {
        Outcome outcome = run(
                new Verdict.Pending("0 of 2", ENDLESS),
                new Verdict.Pending("1 of 2", ENDLESS),
                Verdict.inPlace("2 of 2"));

        assertThat(outcome).isEqualTo(new Outcome.Ok("2 of 2"));
        assertThat(waits).containsExactly("0 of 2", "1 of 2");
    }

    @Test
    void aFixMayBeFollowedByAWait() {
        Diff diff = Diff.of("restart");

        Outcome outcome = run(drift(diff), new Verdict.Pending("starting", ENDLESS), Verdict.inPlace("runs"));

        assertThat(outcome).isEqualTo(new Outcome.Changed(diff));
        assertThat(waits).containsExactly("starting");
    }

    @Test
    void aWaitMayEndInDriftThatIsFixed() {
        Diff diff = Diff.of("install");

        Outcome outcome = run(new Verdict.Pending("locked", ENDLESS), drift(diff), Verdict.inPlace("installed"));

        assertThat(outcome).isEqualTo(new Outcome.Changed(diff));
        assertThat(fixes).containsExactly("install");
    }

    @Test
    void aWaitInVainFailsWithWhatWasLastSeenAndADiagnosisAskedForOnce() {
        List<Target> diagnosed = new ArrayList<>();
        Outcome outcome = run(new Verdict.Pending("no token yet", NONE, host -> {
            diagnosed.add(host.target());
            return "k3s.service is failed";
        }));

        assertThat(TaskTrial.problem(outcome).summary())
                .isEqualTo("On node-1, «Do it» did not come true within 0 s; last seen: no token yet");
        assertThat(TaskTrial.problem(outcome).hint()).isEqualTo("k3s.service is failed");
        assertThat(diagnosed).containsExactly(TaskTrial.HOST);
    }

    @Test
    void aWishToStopEndsAWait() {
        interruption.request();

        assertThat(run(new Verdict.Pending("no token", ENDLESS)))
                .isEqualTo(new Outcome.Skipped("interrupted while waiting: no token"));
    }

    @Test
    void anInterruptedThreadEndsAWaitAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        Outcome outcome = run(new Verdict.Pending("no token", new Patience(Duration.ofHours(1), Duration.ofHours(1))));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isEqualTo(new Outcome.Skipped("interrupted while waiting: no token"));
    }

    @Test
    void aWishToStopDoesNotKeepAFixFromBeingChecked() {
        interruption.request();
        Diff diff = Diff.of("write");

        assertThat(run(drift(diff), Verdict.inPlace("written"))).isEqualTo(new Outcome.Changed(diff));
    }

    @Test
    void aFixThatFailsFailsTheTask() {
        K3sDeployException full = new K3sDeployException("disk full", "free some");

        Outcome outcome = run(Verdict.drift("write", machine -> {
            throw full;
        }));

        assertThat(outcome).isEqualTo(new Outcome.Failed(full));
    }

    @Test
    void aMachineLostInACheckOrAFixIsUnreachable() {
        UnreachableException lost = new UnreachableException("gone", "");

        assertThat(outcome(host -> {
                    throw lost;
                }))
                .isEqualTo(new Outcome.Unreachable(lost));
        assertThat(run(Verdict.drift("write", machine -> {
                    throw lost;
                })))
                .isEqualTo(new Outcome.Unreachable(lost));
    }

    @Test
    void aCheckThatFailsFailsTheTask() {
        K3sDeployException odd = new K3sDeployException("odd", "");

        assertThat(outcome(host -> {
                    throw odd;
                }))
                .isEqualTo(new Outcome.Failed(odd));
    }

    @Test
    void aBugIsNotAFailureOfTheMachine() {
        assertThatThrownBy(() -> outcome(host -> {
                    throw new IllegalArgumentException("a bug");
                }))
                .hasMessage("a bug");
    }

    @Test
    void stagesAreClosedOneAfterTheOtherAndToldTogether() {
        Outcome outcome = run(stage("drain"), stage("restart"), stage("let pods in"), Verdict.inPlace("runs"));

        assertThat(outcome).isEqualTo(new Outcome.Changed(Diff.of("drain; restart; let pods in")));
        assertThat(fixes).containsExactly("drain", "restart", "let pods in");
    }

    @Test
    void aStageMayBeFollowedByAPlainGap() {
        assertThat(run(stage("remove the old node"), drift(Diff.of("start")), Verdict.inPlace("runs")))
                .isEqualTo(new Outcome.Changed(Diff.of("remove the old node; start")));
    }

    @Test
    void theSameStageAgainDidNotConverge() {
        Outcome outcome = run(stage("drain"), stage("restart"), stage("drain"));

        assertThat(fixes).containsExactly("drain", "restart");
        assertThat(TaskTrial.problem(outcome).summary()).endsWith("still not in place: drain");
    }

    @Test
    void aWishToStopEndsATaskBetweenItsStages() {
        Verdict first = Verdict.stage("drain", machine -> interruption.request());

        assertThat(run(first, stage("restart"))).isEqualTo(new Outcome.Skipped("interrupted before: restart"));
        assertThat(fixes).isEmpty();
    }

    @Test
    void whatIsDoneInTurnIsLookedAtAgainWhenTheTurnHasCome() {
        Outcome outcome = run(
                new Verdict.InTurn(stage("restart")),
                new Verdict.InTurn(stage("restart")),
                new Verdict.InTurn(new Verdict.Pending("starting", ENDLESS)),
                Verdict.inPlace("runs"));

        assertThat(outcome).isEqualTo(new Outcome.Changed(Diff.of("restart")));
        assertThat(run(new Verdict.InTurn(stage("restart")), Verdict.inPlace("another did it")))
                .isEqualTo(new Outcome.Ok("another did it"));
    }

    @Test
    void checkModeNeedsNoTurn() {
        assertThat(predict(new Verdict.InTurn(stage("restart"))))
                .isEqualTo(new Outcome.WouldChange(Diff.of("restart")));
    }

    private Verdict stage(String summary) {
        return Verdict.stage(summary, machine -> fixes.add(summary));
    }

    private Verdict drift(Diff diff) {
        return Verdict.drift(diff, machine -> fixes.add(diff.summary()));
    }

    private Outcome run(Verdict... verdicts) {
        return outcome(inTurn(verdicts), false);
    }

    private Outcome predict(Verdict... verdicts) {
        return outcome(inTurn(verdicts), true);
    }

    private Outcome outcome(Function<Probe, Verdict> check) {
        return outcome(new FakeTask("Do it", check), false);
    }

    private Outcome outcome(Task task, boolean checkOnly) {
        TaskRun.Surroundings around = new TaskRun.Surroundings(
                checkOnly,
                interruption,
                new Turns(1, interruption),
                Optional.empty(),
                files -> {},
                problem -> false,
                waits::add);
        return new TaskRun(task, new Untouchable(), around).outcome();
    }

    private static Task inTurn(Verdict... verdicts) {
        Deque<Verdict> left = new ArrayDeque<>(List.of(verdicts));
        return new FakeTask("Do it", host -> left.size() > 1 ? left.remove() : left.element());
    }
}
