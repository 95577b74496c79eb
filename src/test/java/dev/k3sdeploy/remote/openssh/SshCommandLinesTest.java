package dev.k3sdeploy.remote.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.ssh.HostKeys;
import dev.k3sdeploy.remote.ssh.Login;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SshCommandLinesTest {
    private static final ControlFolder FOLDER = new ControlFolder(Path.of("/tmp/k3sd1"));
    private static final SshEndpoint ENDPOINT = SshEndpoint.of(
            "box-1",
            "10.1.1.1",
            "vagrant",
            new HostKeys(
                    HostKeys.Policy.ACCEPT_NEW,
                    Path.of("/home/kim lee/.k3sdeploy/known_hosts"),
                    List.of(Path.of("/home/kim lee/.ssh/known_hosts"))));

    private static String master(SshEndpoint endpoint, String... extra) {
        return String.join(" ", new SshCommandLines("ssh", "kim", List.of(extra)).master(endpoint, FOLDER));
    }

    @Test
    void whatWeCannotDoWithoutComesFirstThenTheInventoryThenOurDefaults() {
        assertThat(master(ENDPOINT, "-o", "StrictHostKeyChecking=no"))
                .isEqualTo("ssh -N -T -o ControlMaster=yes -o ControlPath=/tmp/k3sd1/s -o ControlPersist=no"
                        + " -o RemoteCommand=none -o PermitLocalCommand=no -o ClearAllForwardings=yes"
                        + " -o ForkAfterAuthentication=no -o BatchMode=yes -o NumberOfPasswordPrompts=1"
                        + " -o KnownHostsCommand=/bin/sh /tmp/k3sd1/key %t %K -o LogLevel=ERROR"
                        + " -o StrictHostKeyChecking=no"
                        + " -o UserKnownHostsFile=\"/home/kim lee/.k3sdeploy/known_hosts\""
                        + " \"/home/kim lee/.ssh/known_hosts\""
                        + " -o StrictHostKeyChecking=accept-new -o UpdateHostKeys=no -o HashKnownHosts=no"
                        + " -o ConnectTimeout=10 -o ServerAliveInterval=5 -o ServerAliveCountMax=3"
                        + " -l vagrant -- 10.1.1.1");
    }

    @Test
    void whatSshWouldDoByItselfIsLeftToItsConfiguration() {
        SshEndpoint mine = SshEndpoint.of("box-1", "10.1.1.1", "kim", ENDPOINT.hostKeys());
        assertThat(master(mine)).endsWith("-o ServerAliveCountMax=3 -- 10.1.1.1");
        assertThat(master(mine.withPort(2222).with(Login.withKey(Path.of("/k/id")))))
                .endsWith("-i /k/id -p 2222 -- 10.1.1.1");
    }

    @Test
    void aPasswordIsNotOnTheCommandLineAndLetsSshAskOnce() {
        SshEndpoint endpoint = ENDPOINT.with(Login.WITH_DEFAULT_KEYS.withPassword(Secret.of("letmein")));
        assertThat(master(endpoint))
                .contains("-o BatchMode=no -o NumberOfPasswordPrompts=1")
                .doesNotContain("letmein");
    }

    @Test
    void aPersonsSshAsksOnTheirTerminalAndKnowsTheSameMachines() {
        SshCommandLines lines = new SshCommandLines("ssh", "kim", List.of("-J", "bastion"));
        assertThat(String.join(" ", lines.interactive(ENDPOINT, new OpenSshConnector.Wish("", true))))
                .isEqualTo("ssh -J bastion -o UserKnownHostsFile=\"/home/kim lee/.k3sdeploy/known_hosts\""
                        + " \"/home/kim lee/.ssh/known_hosts\""
                        + " -o StrictHostKeyChecking=accept-new -o UpdateHostKeys=no -o HashKnownHosts=no"
                        + " -o ConnectTimeout=10 -o ServerAliveInterval=5 -o ServerAliveCountMax=3"
                        + " -l vagrant -- 10.1.1.1");
        assertThat(lines.interactive(ENDPOINT, new OpenSshConnector.Wish("top -n 1", true)))
                .startsWith("ssh", "-t")
                .endsWith("--", "10.1.1.1", "top -n 1");
        assertThat(lines.interactive(ENDPOINT, new OpenSshConnector.Wish("top -n 1", false)))
                .doesNotContain("-t");
    }

    @Test
    void whoWantsToBeAskedAboutANewMachineIsAskedBySsh() {
        HostKeys asking = new HostKeys(HostKeys.Policy.ASK, Path.of("/k"), List.of());
        SshEndpoint endpoint = SshEndpoint.of("box-1", "10.1.1.1", "kim", asking);
        assertThat(new SshCommandLines("ssh", "kim", List.of())
                        .interactive(endpoint, new OpenSshConnector.Wish("", true)))
                .contains("StrictHostKeyChecking=ask");
        assertThat(master(endpoint)).contains("StrictHostKeyChecking=yes");
    }

    @Test
    void aSessionNeverConnectsByItself() {
        assertThat(new SshCommandLines("ssh", "kim", List.of()).session(ENDPOINT, FOLDER, "id -un"))
                .containsExactly(
                        "ssh",
                        "-F",
                        "/dev/null",
                        "-q",
                        "-T",
                        "-o",
                        "ControlPath=/tmp/k3sd1/s",
                        "-o",
                        "ControlMaster=no",
                        "-o",
                        "ProxyCommand=exit 255",
                        "--",
                        "10.1.1.1",
                        "id -un");
    }
}
