package dev.k3sdeploy.remote.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionContract;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.SessionContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalConnectionTest implements ConnectionContract, SessionContract {
    private final Connection connection = new LocalConnection();
    private Session session;

    @BeforeEach
    void open() {
        session = RootSession.open(connection, Become.NO);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Session session() {
        return session;
    }

    /** Known by its own number: a command line like it may be a stranger's. */
    @Test
    void aScriptThatIsAbandonedMayEndWithinItsDeadlineAndNoLater(@TempDir Path folder) throws Exception {
        Path begun = folder.resolve("begun");
        Path done = folder.resolve("done");
        Command command = Command.script("echo >" + begun + "; sleep 0.5; sh -c 'echo $$ >" + done + ".part; mv " + done
                        + ".part " + done + "; exec sleep 100000'")
                .within(Duration.ofSeconds(2));
        Thread abandoned = new Thread(
                () -> assertThatExceptionOfType(K3sDeployException.class).isThrownBy(() -> session.run(command)));
        abandoned.start();
        await(() -> Files.exists(begun));
        session.close();
        abandoned.join();
        await(() -> Files.exists(done));
        long pid = Long.parseLong(Files.readString(done).strip());
        await(() -> ProcessHandle.of(pid).isEmpty());
    }

    /**
     * As a session kills what hangs. With the script itself dead first, the session took the shell for free, and ended it
     * before it had killed the rest, which stood still for ever.
     */
    @Test
    void whatIsKilledDiesBeforeItsParents(@TempDir Path folder) throws Exception {
        Path asleep = folder.resolve("asleep");
        CommandResult result = session.run(Command.script("""
                kill() { case $1 in -KILL) echo "$2" ;; esac; command kill "$@"; }
                ( sh -c 'sleep 1000 & echo $! >%1$s.part; mv %1$s.part %1$s; wait'; : ) &
                while [ ! -e %1$s ]; do sleep 0.02; done
                kill_below $!
                """.formatted(asleep)));

        List<String> killed = result.out().text().lines().toList();
        assertThat(killed)
                .as("%s", result)
                .hasSize(2)
                .startsWith(Files.readString(asleep).strip());
        for (String pid : killed) {
            await(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
        }
    }

    /** With a patience for machines on which much else goes on: what does not come about ends the test. */
    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 6_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
