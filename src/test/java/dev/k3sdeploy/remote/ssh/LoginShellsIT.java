package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.lab.Lab;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.StreamContract;
import dev.k3sdeploy.remote.openssh.OpenSshConnector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that are set up in odd ways, over both transports. */
@Timeout(120)
class LoginShellsIT {
    @TempDir
    private static Path folder;

    private static LabHost host;

    /** Both ways to reach a machine. */
    enum Way {
        BUILT_IN,
        OPENSSH;

        Session as(String user) {
            SshEndpoint endpoint = host.endpoint(user);
            Connection connection = this == BUILT_IN
                    ? host.connector().connect(endpoint)
                    : new OpenSshConnector("ssh", "", HostKeyQuestion.NOBODY)
                            .connect(endpoint, List.of("-F", "/dev/null"));
            return RootSession.open(connection, Become.PASSWORDLESS);
        }
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Lab.requireHosts();
        host = new LabHost(folder);
        host.prepare("""
                set -e
                apt-get -q update >/dev/null
                DEBIAN_FRONTEND=noninteractive apt-get -qy install fish tcsh zsh ksh >/dev/null 2>&1
                echo 'AuthorizedKeysFile /etc/ssh/keys' >/etc/ssh/sshd_config.d/keys.conf
                install -m 644 ~vagrant/.ssh/authorized_keys /etc/ssh/keys
                for shell in fish tcsh zsh ksh; do
                  useradd -m -s "$(command -v $shell)" with-$shell
                  echo "with-$shell ALL=(ALL:ALL) NOPASSWD: ALL" >>/etc/sudoers.d/shells
                done
                for file in .bashrc .zshenv .tcshrc .kshrc; do
                  for home in /home/with-* /home/vagrant; do
                    echo 'echo hello from a login' >$home/$file
                  done
                done
                """ + LabHost.RELOAD);
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
    }

    private static void works(Session session) {
        try (session) {
            CommandResult result = session.run(Command.script("id -un; cat; printf 'a\\000\\377'; echo err >&2; exit 4")
                    .withStdin("fed\n"));
            assertThat(result.exitStatus()).isEqualTo(4);
            assertThat(result.out().bytes()).endsWith('a', 0, 0xff).hasSize("root\nfed\na".length() + 2);
            assertThat(result.err().text()).isEqualTo("err\n");
            assertThat(session.stream(Command.of("wc", "-c"), StreamContract.content(new byte[1 << 20]), sent -> {})
                            .text())
                    .isEqualTo("" + (1 << 20));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"with-fish", "with-tcsh", "with-zsh", "with-ksh", "vagrant"})
    void anyLoginShellWillDo(String user) {
        for (Way way : Way.values()) {
            works(way.as(user));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usermod -d /nonexistent with-zsh",
                "mount -t tmpfs -o noexec none /tmp",
                "mount -t tmpfs -o ro none /tmp",
                "echo 'SetEnv LANG=de_DE.ISO-8859-1 LC_ALL=tr_TR' >/etc/ssh/sshd_config.d/env.conf; " + LabHost.RELOAD,
                "echo 'Banner /etc/passwd' >/etc/ssh/sshd_config.d/banner.conf; " + LabHost.RELOAD
            })
    void oddSurroundingsDoNotMatter(String change) {
        host.prepare(change);
        try {
            for (Way way : Way.values()) {
                works(way.as("with-zsh"));
            }
        } finally {
            host.prepare("usermod -d /home/with-zsh with-zsh; umount /tmp; "
                    + "rm -f /etc/ssh/sshd_config.d/env.conf /etc/ssh/sshd_config.d/banner.conf; " + LabHost.RELOAD);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aShellThatIsKilledBetweenTwoScriptsIsOpenedAgain(Way way) throws InterruptedException {
        try (Session session = way.as("vagrant")) {
            String pid = session.run(Command.script("echo $$")).text();
            host.prepare("kill -KILL " + pid);
            Thread.sleep(500);
            CommandResult after = session.run(Command.script("echo $$"));
            assertThat(after.exitStatus()).isZero();
            assertThat(after.text()).isNotEmpty().isNotEqualTo(pid);
        }
    }
}
