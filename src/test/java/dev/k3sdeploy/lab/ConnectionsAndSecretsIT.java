package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a run leaves behind for others to see: logins, command lines, logs. */
class ConnectionsAndSecretsIT {
    private static final String PASSWORD = "canary5eCret";

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1", "agent-2");

    @Test
    void oneLoginPerMachineAndNoTokenForOthersToSee() {
        LabInventory inventory = LAB.inventory().with("k3s_token", PASSWORD);
        StringBuilder said = new StringBuilder();
        try (CommandLineWatch watch = CommandLineWatch.on(LAB)) {
            for (String[] words : new String[][] {{"up", "--diff", "-v"}, {"up", "--output=json"}}) {
                LAB.atOnce(host -> host.sh("journalctl --rotate && journalctl --vacuum-time=1s"));
                CommandRun run = LAB.control().run(inventory, words);
                assertThat(run.exitCode()).as("%s", run).isZero();
                said.append(run.out()).append(run.err());
                assertThat(LAB.all())
                        .allSatisfy(host -> assertThat(host.logins())
                                .as("logins on %s for %s", host, words[0])
                                .isEqualTo(1));
            }
            assertThat(watch.seen("/usr/local/bin/k3s"))
                    .as("the watch sees what runs")
                    .isTrue();
            assertThat(watch.seen(PASSWORD)).isFalse();
        }
        String token = LAB.server().sh("cat /var/lib/rancher/k3s/server/node-token");
        assertThat(token).startsWith("K10").endsWith("::server:" + PASSWORD);
        assertThat(said).doesNotContain(PASSWORD).doesNotContain(token.substring(0, 20));
        assertThat(LAB.all()).allSatisfy(host -> {
            assertThat(host.sh("journalctl -o cat _COMM=sudo + _COMM=sshd"))
                    .as("what sudo and sshd log")
                    .contains("vagrant")
                    .doesNotContain(PASSWORD);
            assertThat(host.sh("find / -xdev -type f -perm /044 -not -path '/proc/*' -newer /etc/hostname"
                            + " -exec grep -l " + PASSWORD + " {} + || true"))
                    .as("files that all may read, with the token in them")
                    .isEmpty();
        });
    }
}
