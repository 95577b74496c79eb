package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** One question to many machines. */
class SurveyTest {
    private static final Target A = new Target("a");
    private static final Target B = new Target("b");

    private final FakeSessions sessions = new FakeSessions();

    @Test
    void answersComeInTheOrderOfTheTargets() {
        sessions.of(A).on("id -un").says("root\n");
        sessions.of(B).on("id -un").says("vagrant\n");

        Map<Target, Survey.Answer<String>> answers = ask(List.of(B, A), SurveyTest::who);

        assertThat(answers.keySet()).containsExactly(B, A);
        assertThat(answers.values())
                .extracting(Survey.Answer::answered)
                .containsExactly(Optional.of("vagrant"), Optional.of("root"));
        assertThat(sessions.allClosed()).isTrue();
    }

    @Test
    void oneMachineThatIsDownDoesNotSpoilTheOthers() {
        sessions.without(A).of(B).on("id -un").says("root");

        Map<Target, Survey.Answer<String>> answers = ask(List.of(A, B), SurveyTest::who);

        assertThat(answers.get(A)).satisfies(answer -> {
            assertThat(answer.problem()).isInstanceOf(UnreachableException.class);
            assertThat(answer.answered()).isEmpty();
        });
        assertThat(answers.get(B)).isEqualTo(new Survey.Answer<>("root", null));
    }

    @Test
    void aProblemOfTheQuestionIsTheMachinesAnswer() {
        K3sDeployException odd = new K3sDeployException("odd", "");

        assertThat(ask(List.of(A), host -> {
                            throw odd;
                        })
                        .get(A))
                .isEqualTo(new Survey.Answer<String>(null, odd));
    }

    @Test
    void aBugIsThrown() {
        assertThatThrownBy(() -> ask(List.of(A), host -> {
                    throw new IllegalArgumentException("a bug");
                }))
                .hasRootCauseMessage("a bug");
    }

    @Test
    void anInterruptedCallerGetsAProblemAndStaysInterrupted() {
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();

        Map<Target, Survey.Answer<String>> answers = ask(List.of(A), host -> late(never));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(answers.get(A))
                .satisfies(
                        answer -> assertThat(String.valueOf(answer.problem())).contains("Interrupted"));
    }

    @Test
    void nobodyAskedNobodyAnswers() {
        assertThat(ask(List.of(), SurveyTest::who)).isEmpty();
    }

    private static String late(CountDownLatch never) {
        try {
            return never.await(20, TimeUnit.SECONDS) ? "never" : "too late";
        } catch (InterruptedException e) {
            return "given up";
        }
    }

    private static String who(Probe host) {
        return host.ask(Command.script("id -un")).text();
    }

    private Map<Target, Survey.Answer<String>> ask(List<Target> targets, Function<Probe, String> question) {
        return Survey.ask(sessions, targets, 2, question);
    }
}
