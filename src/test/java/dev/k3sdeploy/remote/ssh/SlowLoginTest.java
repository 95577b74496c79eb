package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A machine that is too busy to answer a login in time has not refused it. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class SlowLoginTest {
    @TempDir
    private Path folder;

    private final CountDownLatch free = new CountDownLatch(1);
    private EmbeddedSshd sshd;

    @BeforeEach
    void start() throws IOException {
        sshd = new EmbeddedSshd(folder).start();
        sshd.server().setPasswordAuthenticator((user, password, session) -> {
            boolean first = sshd.logins.getAndIncrement() == 0;
            return (!first || awaitFree()) && password.equals(EmbeddedSshd.PASSWORD);
        });
    }

    private boolean awaitFree() {
        try {
            return free.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @AfterEach
    void stop() throws IOException {
        free.countDown();
        sshd.close();
    }

    private Patience patience(Duration unreachable) {
        return new Patience(Duration.ofSeconds(2), unreachable, Duration.ZERO);
    }

    @Test
    void itIsToldAsSlow() {
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> sshd.connector().connect(sshd.endpoint().with(patience(Duration.ZERO))))
                .isNotInstanceOf(LoginRefusedException.class)
                .withMessageContaining("a login (by password) was not answered within 2 s");
    }

    @Test
    void itIsTriedAgain() {
        try (Connection connection = sshd.connector().connect(sshd.endpoint().with(patience(Duration.ofSeconds(60))))) {
            assertThat(connection.name()).isEqualTo("box-1");
        }
    }
}
