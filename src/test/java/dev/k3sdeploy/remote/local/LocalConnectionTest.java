package dev.k3sdeploy.remote.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionContract;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.SessionContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
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

    @Test
    void aScriptThatIsAbandonedMayEndWithinItsDeadlineAndNoLater(@TempDir Path folder) throws Exception {
        String marker = "9" + (new Random().nextInt(90_000) + 10_000);
        Path done = folder.resolve("done");
        Command command =
                Command.script("sleep 0.5; >" + done + "; sleep " + marker).within(Duration.ofSeconds(2));
        Thread abandoned = new Thread(
                () -> assertThatExceptionOfType(K3sDeployException.class).isThrownBy(() -> session.run(command)));
        abandoned.start();
        while (sleeping("0.5") + sleeping(marker) == 0) {
            Thread.sleep(10);
        }
        session.close();
        abandoned.join();
        for (int i = 0; i < 400 && (!Files.exists(done) || sleeping(marker) > 0); i++) {
            Thread.sleep(50);
        }
        assertThat(done).exists();
        assertThat(sleeping(marker)).isZero();
    }

    private static long sleeping(String howLong) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith("sleep " + howLong))
                .count();
    }
}
