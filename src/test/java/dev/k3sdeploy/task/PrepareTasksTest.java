package dev.k3sdeploy.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.TaskTrial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What `prepare` does to a machine, with the real shell and its tools; each of it is in place the second time. */
@SuppressWarnings("NullAway.Init")
class PrepareTasksTest {
    private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@home";

    private IsolatedMachine machine;

    @BeforeEach
    void machine(@TempDir Path folder) {
        machine = IsolatedMachine.below(folder);
    }

    private Outcome run(Task task) {
        return TaskTrial.on(() -> machine).run(task);
    }

    private void changesOnce(Task task) {
        assertThat(run(task)).isInstanceOf(Outcome.Changed.class);
        assertThat(run(task)).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void namesAreWrittenOnceAndVagrantsOwnLineGivesWay() {
        machine.file(
                "/etc/hosts",
                "127.0.0.1 localhost\n127.0.2.1 node-1 node-1\n127.0.1.1 other node-2\n10.9.9.9 elsewhere\n");
        Map<String, String> names = new LinkedHashMap<>();
        names.put("node-1", "192.168.50.201");
        names.put("node-2", "192.168.50.202");

        changesOnce(new HostsEntries(names));

        assertThat(machine.read("/etc/hosts")).isEqualTo("""
                127.0.0.1 localhost
                127.0.1.1 other
                10.9.9.9 elsewhere
                # BEGIN k3sdeploy
                192.168.50.201 node-1
                192.168.50.202 node-2
                # END k3sdeploy
                """);
    }

    @Test
    void aNameThatWasTakenOutLeavesTheBlockAndTheRestStays() {
        String before = "127.0.0.1 localhost\n# BEGIN k3sdeploy\n1.2.3.4 gone\n# END k3sdeploy\n5.6.7.8 mine\n";

        assertThat(new HostsEntries(Map.of("new", "9.9.9.9")).in(before))
                .isEqualTo("127.0.0.1 localhost\n5.6.7.8 mine\n# BEGIN k3sdeploy\n9.9.9.9 new\n# END k3sdeploy\n");
    }

    @Test
    void aKeyIsLetInOnceWhateverItsComment() throws Exception {
        Path home = Files.createDirectories(machine.at("/run/home"));
        machine.file("/etc/passwd", "root:x:0:0:root:/run/home:/bin/sh\n");
        Files.createDirectories(home.resolve(".ssh"));
        machine.file("/run/home/.ssh/authorized_keys", "ssh-rsa AAAA other");

        changesOnce(new AuthorizedKey("root", KEY));

        assertThat(machine.read("/run/home/.ssh/authorized_keys")).isEqualTo("ssh-rsa AAAA other\n" + KEY + "\n");
        assertThat(run(new AuthorizedKey("root", KEY.replace("me@home", "renamed"))))
                .isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aUserWhoIsNotThereGetsNoKey() {
        assertThat(run(new AuthorizedKey("nobody-here", KEY))).isInstanceOf(Outcome.Skipped.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not a key", "ssh-ed25519 AAAA\nssh-rsa BBBB", "command=\"x\" ssh-rsa AAAA"})
    void whatIsNoPublicKeyIsRefused(String line) {
        assertThatThrownBy(() -> new AuthorizedKey("vagrant", line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theHostNameIsSetForNowAndForLater() {
        machine.file("/etc/hostname", "old\n")
                .program("hostnamectl", "echo \"$2\" >/etc/hostname; echo \"$2\" >/run/live")
                .program("uname", "cat /run/live 2>/dev/null || echo old");

        assertThat(run(new Hostname("vagrantbox-1")))
                .isEqualTo(new Outcome.Changed(Diff.of("it is old, make it vagrantbox-1")));
        assertThat(run(new Hostname("vagrantbox-1"))).isEqualTo(new Outcome.Ok("it is vagrantbox-1"));
    }

    @Test
    void theTimeZoneIsOneThatTheMachineKnows() {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(Path.of("/usr/share/zoneinfo/Europe/Paris")));
        machine.file("/etc/timezone", "Etc/UTC\n");

        changesOnce(new Timezone("Europe/Paris"));

        assertThat(machine.read("/etc/timezone")).isEqualTo("Europe/Paris\n");
        assertThat(run(new Timezone("Europe/Atlantis"))).isInstanceOf(Outcome.Failed.class);
        assertThatThrownBy(() -> new Timezone("../etc/passwd")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void packagesAreUpgradedByListsOfThisHour() {
        machine.program("apt-get", """
                        echo "$*" >>/run/calls
                        case "$*" in
                          *update*) mkdir -p /var/lib/apt/lists; : >/var/lib/apt/lists/x_Packages ;;
                          "-s "*) [ -e /run/upgraded ] || printf 'Reading\\nInst curl [1] (2 Debian)\\nConf curl\\n' ;;
                          *upgrade*) : >/run/upgraded ;;
                        esac
                        """);

        assertThat(run(new PackagesUpgraded()))
                .isInstanceOfSatisfying(
                        Outcome.Changed.class,
                        changed -> assertThat(changed.diff().summary())
                                .contains("lists are older than an hour", "upgrade curl"));
        assertThat(run(new PackagesUpgraded())).isEqualTo(new Outcome.Ok("every package has the newest version"));
        assertThat(machine.read("/run/calls").lines().filter(call -> call.contains("--force-confold")))
                .hasSize(1);
    }
}
