package dev.k3sdeploy.remote.ssh;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import dev.k3sdeploy.lab.Lab;
import dev.k3sdeploy.lab.LabNetwork;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A container of the lab's image: a real OpenSSH, systemd and sudo. */
final class LabHost implements AutoCloseable {
    /**
     * Shell words that have sshd read its configuration again, and wait for it: it stops listening, and starts itself anew
     * under the same number a moment later.
     */
    static final String RELOAD = """
            listening() { journalctl -q -t sshd -o cat | grep -c '^Server listening'; }
            before=$(listening)
            systemctl reload ssh
            for try in $(seq 100); do [ "$(listening)" -le "$before" ] || break; sleep 0.1; done
            [ "$(listening)" -gt "$before" ]
            """;

    private final GenericContainer<?> container;
    private final Path folder;
    private final Path key;

    LabHost(Path folder) throws IOException, InterruptedException {
        this(folder, machine -> {});
    }

    /** It comes back after a reboot, under the same address. */
    LabHost(Path folder, LabNetwork network) throws IOException, InterruptedException {
        this(folder, network::take);
    }

    private LabHost(Path folder, Consumer<GenericContainer<?>> form) throws IOException, InterruptedException {
        this.folder = folder;
        this.key = generateKey(folder.resolve("id_test"), "");
        container = new GenericContainer<>(DockerImageName.parse(Lab.IMAGE))
                .withImagePullPolicy(image -> false)
                .withLabel("k3sdeploy.remotetest", "1")
                .withEnv("K3SDEPLOY_AUTHORIZED_KEY", Files.readString(folder.resolve("id_test.pub")))
                .withExposedPorts(22)
                .withCreateContainerCmdModifier(create -> {
                    HostConfig config = create.getHostConfig();
                    if (config != null) {
                        config.withCapAdd(Capability.ALL)
                                .withCapDrop(Capability.SYS_RESOURCE)
                                .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"))
                                .withCgroupnsMode("private");
                    }
                });
        form.accept(container);
        container.start();
    }

    /** A new Ed25519 key beside its public half. */
    static Path generateKey(Path file, String passphrase) throws IOException, InterruptedException {
        int status = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "test", "-f", file.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("ssh-keygen ended with " + status);
        }
        return file;
    }

    /** The container's name for the docker command. */
    String id() {
        return container.getContainerId();
    }

    Path key() {
        return key;
    }

    SshEndpoint endpoint(String user) {
        return SshEndpoint.of("lab-1", "127.0.0.1", user, HostKeys.acceptNew(folder.resolve("known_hosts")))
                .withPort(container.getMappedPort(22))
                .with(Login.withKey(key))
                .with(Patience.whileBooting(Duration.ofSeconds(30)));
    }

    /** As {@link #endpoint}, but without the engine's program between, which publishes the port. */
    SshEndpoint direct(String user) {
        return SshEndpoint.of("lab-1", address(), user, HostKeys.acceptNew(folder.resolve("known_hosts")))
                .with(Login.withKey(key));
    }

    /** Between the machines, where sshd's port is 22. */
    String address() {
        return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(network -> Objects.requireNonNull(network.getIpAddress()))
                .findFirst()
                .orElseThrow();
    }

    SshConnector connector() {
        return new SshConnector(folder, PassphraseSource.NOBODY, HostKeyQuestion.NOBODY);
    }

    Session root() {
        return RootSession.open(connector().connect(endpoint("vagrant")), Become.PASSWORDLESS);
    }

    /** Skips a test where the machine is an older Debian than what it is about. */
    void requireDebian(int release) {
        try (Session root = root()) {
            Assumptions.assumeTrue(
                    root.run(Command.script(". /etc/os-release; [ $VERSION_ID -ge " + release + " ]"))
                            .succeeded(),
                    "it is of Debian " + release + ": K3SDEPLOY_LAB_IMAGE=k3sdeploy/lab-host-trixie:latest");
        }
    }

    /** Runs a script that prepares a test, as root. */
    void prepare(String script) {
        try (Session root = root()) {
            var result = root.run(Command.script(script));
            if (!result.succeeded()) {
                throw new IllegalStateException(result.toString());
            }
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
