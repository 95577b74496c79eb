package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.lab.Lab;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.SessionContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract through two real jump hosts: three machines, each of which only the one before may reach. */
class JumpIT implements SessionContract {
    @TempDir
    private static Path folder;

    private static LabHost gate;
    private static LabHost bastion;
    private static LabHost box;
    private Session session;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Lab.requireHosts();
        gate = new LabHost(Files.createDirectory(folder.resolve("gate")));
        bastion = new LabHost(Files.createDirectory(folder.resolve("bastion")));
        box = new LabHost(Files.createDirectory(folder.resolve("box")));
    }

    @AfterAll
    static void stop() {
        for (LabHost host : new LabHost[] {gate, bastion, box}) {
            if (host != null) {
                host.close();
            }
        }
    }

    private static SshEndpoint inside(LabHost host) {
        SshEndpoint outside = host.endpoint("vagrant");
        return new SshEndpoint(
                outside.machine(),
                host.address(),
                22,
                outside.user(),
                outside.login(),
                outside.hostKeys(),
                outside.patience(),
                outside.via());
    }

    private static SshEndpoint path() {
        return inside(box).through(inside(bastion).through(gate.endpoint("vagrant")));
    }

    @BeforeEach
    void open() {
        session = RootSession.open(box.connector().connect(path()), Become.PASSWORDLESS);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Override
    public Session session() {
        return session;
    }

    @Test
    void theMachineSeesTheNearestHop() {
        String from = session.run(Command.script(
                        "journalctl -q --no-pager -t sshd -o cat | grep 'Accepted publickey' | tail -n 1"))
                .text();
        assertThat(from).contains("from " + bastion.address() + " port");
    }

    @Test
    void aHopThatForbidsForwardingIsTold() {
        bastion.prepare("echo 'AllowTcpForwarding no' >/etc/ssh/sshd_config.d/forwarding.conf; " + LabHost.RELOAD);
        try {
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> box.connector().connect(path().with(Patience.NONE)))
                    .withMessageContaining("the jump host " + bastion.address() + " leads no further");
        } finally {
            bastion.prepare("rm /etc/ssh/sshd_config.d/forwarding.conf; " + LabHost.RELOAD);
        }
    }
}
