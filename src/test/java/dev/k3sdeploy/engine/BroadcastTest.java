package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandInterruptedException;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.local.LocalConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BroadcastTest {
    private static final Target ONE = new Target("one");
    private static final Target TWO = new Target("two");
    private static final Target FAR = new Target("far");

    private final FakeSessions sessions = new FakeSessions().without(FAR);

    @Test
    void eachMachineAnswersForItself() {
        sessions.of(ONE).on("echo one").says("1\n");
        sessions.of(TWO).on("echo two").ends(3, "", "no\n");

        Map<Target, Survey.Answer<CommandResult>> answers = new Broadcast(
                        target -> Command.of("echo", target.name()), 2, new Interruption())
                .run(sessions, List.of(TWO, FAR, ONE));

        assertThat(answers.keySet()).containsExactly(TWO, FAR, ONE);
        assertThat(result(answers, ONE).text()).isEqualTo("1");
        assertThat(result(answers, TWO).exitStatus()).isEqualTo(3);
        assertThat(Objects.requireNonNull(answers.get(FAR)).problem()).isInstanceOf(UnreachableException.class);
        assertThat(sessions.allClosed()).isTrue();
    }

    @Test
    void linesAreToldWithTheirMachine() {
        sessions.of(ONE).on("x").ends(0, "a\nb\n", "c\n");
        List<String> heard = Collections.synchronizedList(new ArrayList<>());

        new Broadcast(target -> Command.script("x"), 2, new Interruption())
                .run(sessions, List.of(ONE), target -> (line, error) -> heard.add(target + " " + line + " " + error));

        assertThat(heard).containsExactly("one a false", "one b false", "one c true");
    }

    @Test
    void anInterruptionEndsWhatRunsAndWhatWaitsNeverBegins() {
        Interruption wish = new Interruption();
        List<String> heard = Collections.synchronizedList(new ArrayList<>());

        Map<Target, Survey.Answer<CommandResult>> answers = new Broadcast(
                        target -> Command.script("echo begun; sleep 1000").attended(), 1, wish)
                .run(
                        target -> RootSession.open(new LocalConnection(), Become.NO),
                        List.of(ONE, TWO),
                        target -> (line, error) -> {
                            heard.add(target + " " + line);
                            wish.request();
                        });

        assertThat(heard).containsExactly("one begun");
        assertThat(answers.values()).allMatch(answer -> answer.problem() != null);
    }

    @Test
    void whatHadBeenWrittenBeforeAnInterruptionIsKept(@TempDir Path folder) throws Exception {
        Path begun = folder.resolve("begun");
        Interruption wish = new Interruption();
        Command command = Command.script("echo done; echo half >&2; printf so; : >" + begun + "; sleep 1000");
        Thread ctrlC = new Thread(() -> {
            await(begun);
            wish.request();
        });
        ctrlC.start();

        Map<Target, Survey.Answer<CommandResult>> answers = new Broadcast(target -> command.attended(), 1, wish)
                .run(target -> RootSession.open(new LocalConnection(), Become.NO), List.of(ONE, TWO));
        ctrlC.join();

        assertThat(Objects.requireNonNull(answers.get(ONE)).problem())
                .isInstanceOfSatisfying(CommandInterruptedException.class, e -> {
                    assertThat(e.result().out().text()).isEqualTo("done\nso");
                    assertThat(e.result().err().text()).doesNotContain("Killed");
                });
        assertThat(Objects.requireNonNull(answers.get(TWO)).problem()).hasCauseInstanceOf(CancellationException.class);
    }

    private static void await(Path file) {
        while (!Files.exists(file)) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static CommandResult result(Map<Target, Survey.Answer<CommandResult>> answers, Target target) {
        return Objects.requireNonNull(answers.get(target)).answered().orElseThrow();
    }
}
