package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Passwords that are asked for by questions, and what is agreed upon before anybody logs in. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
class LoginMethodsTest {
    @TempDir
    private Path folder;

    private EmbeddedSshd sshd;

    @BeforeEach
    void start() throws IOException {
        sshd = new EmbeddedSshd(folder);
        sshd.server().setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
        sshd.start();
    }

    @AfterEach
    void stop() throws IOException {
        sshd.close();
    }

    /** As sshd with PasswordAuthentication no and a PAM that asks. */
    @Test
    void aPasswordAnswersTheQuestionOfAServerThatTakesNoPasswords() {
        try (RootSession session = RootSession.open(sshd.connector().connect(sshd.endpoint()), Become.NO)) {
            assertThat(session.run(Command.of("echo", "in")).text()).isEqualTo("in");
        }
    }

    /** A second try would be one more step towards a locked account. */
    @Test
    void aWrongAnswerIsGivenOnceAndTold() {
        AtomicInteger tries = new AtomicInteger();
        sshd.server().setPasswordAuthenticator((user, password, session) -> {
            tries.incrementAndGet();
            return false;
        });
        Login wrong = Login.WITH_DEFAULT_KEYS.withPassword(Secret.of("guessed"));
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() ->
                        sshd.connector().connect(sshd.endpoint().with(wrong).with(Patience.NONE)))
                .withMessageContaining("keyboard-interactive")
                .withMessageNotContaining("guessed");
        assertThat(tries).hasValue(1);
    }

    /** CVE-2023-48795: without it, who sits on the line can take away the first packets of a connection. */
    @Test
    void theKeyExchangeIsStrict() {
        try (Connection connection = sshd.connector().connect(sshd.endpoint())) {
            assertThat(connection.name()).contains("box-1");
            String offered = Objects.requireNonNull(sshd.server()
                    .getActiveSessions()
                    .get(0)
                    .getClientKexProposals()
                    .get(KexProposalOption.ALGORITHMS));
            assertThat(offered.split(",", -1)).contains("kex-strict-c-v00@openssh.com");
        }
    }
}
