package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.RootSession;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A machine that lets a user in and runs nothing for him, as one for file transfers only. */
class RefusedShellTest {
    @TempDir
    private Path folder;

    @Test
    @Timeout(60)
    void isToldAsWhatItIs() throws Exception {
        try (EmbeddedSshd sshd = new EmbeddedSshd(folder)) {
            sshd.server().setCommandFactory(null);
            sshd.start();
            Connection connection = sshd.connector().connect(sshd.endpoint());
            assertThatThrownBy(() -> RootSession.open(connection, Become.NO))
                    .isInstanceOf(LoginRefusedException.class)
                    .hasMessageContaining("box-1 lets the user in, and refuses to run a shell for him");
        }
    }
}
