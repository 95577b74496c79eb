package dev.k3sdeploy.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.k3sdeploy.ErrorCatalogue;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.local.LocalConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Failures on the way from the login user to root; see docs/errors.md. */
@Timeout(60)
class BecomeErrorsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Become by(String program) throws IOException {
        Path file = Files.writeString(folder.resolve("sudo"), "#!/bin/sh\n" + program);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return Become.PASSWORDLESS.as("somebody").by(new BecomeTool(BecomeMethod.SUDO, file.toString(), List.of()));
    }

    private static void shows(String id, Become become) {
        ErrorCatalogue.shows(
                id,
                Objects.requireNonNull(catchThrowableOfType(
                        K3sDeployException.class,
                        () -> RootSession.open(new LocalConnection(), become).close())));
    }

    private static final String ASKS = """
            for word; do case $word in -n) exit 1 ;; esac; done
            while [ $# -gt 0 ]; do case $1 in -p) prompt=$2 ;; esac; shift; done
            for try in 1 2 3; do printf %s "$prompt" >&2; read -r answer || exit 1; echo "Sorry, try again." >&2; done; exit 1
            """;

    @Test
    void sudoAsksAndThereIsNoPassword() throws IOException {
        shows("sudo-asks", by("""
                for word; do case $word in -n) exit 1 ;; esac; done
                exec </dev/tty >/dev/tty 2>&1; printf 'Password: '; stty -echo; read -r answer; exit 1
                """));
    }

    @Test
    void sudoRefusesThePassword() throws IOException {
        shows("wrong-sudo-password", by(ASKS).with(Secret.of("guessed")));
    }

    @Test
    void sudoRefusesTheUser() throws IOException {
        shows(
                "not-in-sudoers",
                by("echo 'kim is not in the sudoers file.' >&2; exit 1\n").with(Secret.of("right")));
    }

    @Test
    void thereIsNoSudo() {
        BecomeTool none = new BecomeTool(BecomeMethod.SUDO, "/nowhere/sudo", List.of());
        shows("no-sudo", Become.PASSWORDLESS.as("somebody").by(none));
    }
}
