package dev.k3sdeploy.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.local.LocalConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of another tool's is taken over as it is, or not at all. */
class FormerFlagsTest {
    /** As get.k3s.io writes it, and k3sup with it. */
    private static final String UNIT = """
            [Service]
            Type=notify
            EnvironmentFile=-/etc/systemd/system/k3s.service.env
            ExecStartPre=/sbin/modprobe -- overlay
            ExecStart=/usr/local/bin/k3s \\
                server \\
            \t'--tls-san' \\
            \t'192.168.50.201' \\
            \t'--data-dir=%s' \\
            \t'--cluster-cidr' \\
            \t'10.9.0.0/16' \\
            \t'--agent-token' \\
            \t'not-to-be-told' \\
            \t'--disable' \\
            \t'traefik' \\

            Restart=always
            """;

    /** What the machine's script says of a unit's file. */
    private static String flags(Path unit, String command) throws IOException {
        String script = Files.readString(Path.of("templates/preflight.sh"));
        String functions = script.substring(0, script.indexOf("\nmachine\n"));
        try (RootSession here = RootSession.open(new LocalConnection(), Become.NO)) {
            return here.run(Command.script(functions + "\nflags " + unit + " " + command))
                    .text();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theMachineTellsTheFlagsNamesAndNoSecret(@TempDir Path folder) throws IOException {
        Path unit = Files.writeString(folder.resolve("k3s.service"), UNIT.formatted(folder));
        Files.createDirectory(folder.resolve("server"));
        Files.writeString(
                folder.resolve("k3s.service.env"),
                "K3S_TOKEN='not-to-be-told'\nK3S_DATASTORE_ENDPOINT='mysql://not-to-be-told'\nK3S_NODE_NAME=\"box\"\n");

        assertThat(flags(unit, "ExecStart="))
                .contains("""
                        flag tls-san
                        flag data-dir %s
                        flag cluster-cidr 10.9.0.0/16
                        flag agent-token
                        flag disable
                        flag datastore-endpoint
                        flag node-name box
                        """.formatted(folder).strip())
                .doesNotContain("not-to-be-told", "modprobe");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aUnitInOneLineAndOneOfOpenRcAreReadToo(@TempDir Path folder) throws IOException {
        Path systemd = Files.writeString(
                folder.resolve("one.service"),
                "ExecStart=/usr/local/bin/k3s server -d /var/empty --flannel-backend=none --secrets-encryption\nRestart=no\n");
        assertThat(flags(systemd, "ExecStart="))
                .contains("flag flannel-backend\nflag secrets-encryption")
                .as("data that are not there any more")
                .doesNotContain("data-dir");

        Path openRc = Files.writeString(folder.resolve("k3s"), """
                command="/usr/local/bin/k3s"
                command_args="server \\
                    '--disable' \\
                    'traefik' \\
                    >>/var/log/k3s.log 2>&1"
                output_log=--nothing
                """);
        assertThat(flags(openRc, "command_args=")).contains("flag disable").doesNotContain("nothing");
    }

    private static Finding judged(MachineFacts machine) {
        return MachineFacts.finding("existing-k3s", Role.SERVER, machine, MachineFacts.agent());
    }

    private static MachineFacts theirs(String... flags) {
        MachineFacts machine = MachineFacts.server().add("unit k3s theirs active");
        for (String flag : flags) {
            machine.add("flag " + flag);
        }
        return machine;
    }

    @Test
    void itsDataAreMovedFirst() {
        Finding elsewhere = judged(theirs("data-dir /srv/k3s/", "cluster-cidr 10.9.0.0/16"));
        assertThat(elsewhere.level()).isEqualTo(Finding.Level.FAILURE);
        assertThat(elsewhere.reason()).contains("data in /srv/k3s; k3sdeploy keeps them in /var/lib/rancher/k3s");
        assertThat(elsewhere.hint()).contains("docs/preflight.md");
    }

    /** Seen with k3sup and --data-dir: an empty cluster ran, and «it is taken over» was said. */
    @Test
    void whatMakesItThisClusterIsInTheInventoryOrNothingIsDone() {
        Finding other =
                judged(theirs("data-dir /var/lib/rancher/k3s", "cluster-cidr 10.9.0.0/16", "datastore-endpoint"));
        assertThat(other.level()).isEqualTo(Finding.Level.FAILURE);
        assertThat(other.reason())
                .contains("k3s.service", "with cluster-cidr 10.9.0.0/16 and datastore-endpoint,", "empty");
        assertThat(other.hint()).contains("`k3s_config: {cluster-cidr: 10.9.0.0/16, datastore-endpoint: …}`");
        assertThat(judged(theirs("node-name box")).level()).isEqualTo(Finding.Level.FAILURE);

        Finding same = judged(theirs("cluster-dns 10.43.0.9", "datastore-endpoint", "service-cidr 10.43.0.0/16")
                .flags("--cluster-dns=10.43.0.9", "--datastore-endpoint=mysql://here"));
        assertThat(same.level()).isEqualTo(Finding.Level.WARNING);
        assertThat(same.reason()).endsWith("it is taken over");
    }

    @Test
    void whatElseTheInventoryLacksIsNamed() {
        Finding without = judged(theirs("disable", "tls-san", "token", "node-label", "kubelet-arg")
                .flags("--kubelet-arg=v=2"));
        assertThat(without.level()).isEqualTo(Finding.Level.WARNING);
        assertThat(without.reason()).endsWith("taken over without its disable and node-label");
        assertThat(without.hint()).contains("k3s_config");
    }
}
