package dev.k3sdeploy.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** A machine of the lab. {@link #sh} looks at it from outside: not by SSH, so that it leaves no trace in sshd's log. */
final class LabHost implements AutoCloseable {
    private static final long CAP_SYS_RESOURCE = 1L << 24;
    private static final String BOOTED = "systemctl is-system-running --wait | grep -qE 'running|degraded'";

    private final String name;
    private final GenericContainer<?> container;

    /** Makes a machine of the image whose services OpenRC starts; OpenRC is installed first, which needs a Debian mirror. */
    private static final String WITH_OPENRC = """
            sed '/^exec/d' /usr/local/lib/k3sdeploy-lab/entry >/entry
            . /entry
            apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y openrc || exit 1
            mkdir -p /run/openrc /run/sshd
            touch /run/openrc/softlevel
            ssh-keygen -A
            /usr/sbin/sshd
            touch /run/booted
            exec python3 -c '
            import os, time
            while True:
                try:
                    os.wait()
                except ChildProcessError:
                    time.sleep(0.2)'
            """;

    LabHost(String name, String authorizedKey) {
        this(name, authorizedKey, new GenericContainer<>(Lab.IMAGE), BOOTED);
    }

    /** A machine without systemd. */
    static LabHost withOpenRc(String name, String authorizedKey) {
        GenericContainer<?> container = new GenericContainer<>(Lab.IMAGE)
                .withCreateContainerCmdModifier(command -> command.withEntrypoint("sh", "-c", WITH_OPENRC));
        return new LabHost(name, authorizedKey, container, "[ -e /run/booted ]");
    }

    private LabHost(String name, String authorizedKey, GenericContainer<?> made, String booted) {
        this.name = name;
        this.container = made.withImagePullPolicy(image -> false)
                .withEnv("K3SDEPLOY_AUTHORIZED_KEY", authorizedKey)
                .withLabel("dev.k3sdeploy.test", name)
                .withCreateContainerCmdModifier(this::asMachine)
                .waitingFor(Wait.forSuccessfulCommand(booted).withStartupTimeout(Duration.ofMinutes(2)));
    }

    /** The engine's words for lab/image/README.md's flags. */
    private void asMachine(CreateContainerCmd command) {
        HostConfig config = Objects.requireNonNull(command.getHostConfig())
                .withCapAdd(Capability.ALL)
                .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"))
                .withCgroupnsMode("private")
                .withDevices(Device.parse("/dev/kmsg"));
        command.withHostName(name)
                .withHostConfig(mayRaiseLimits() ? config : config.withCapDrop(Capability.SYS_RESOURCE));
    }

    private static boolean mayRaiseLimits() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("CapBnd:"))
                    .allMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & CAP_SYS_RESOURCE) != 0);
        } catch (IOException e) {
            return true; // not Linux: the engine has a machine of its own
        }
    }

    void start() {
        container.start();
    }

    String name() {
        return name;
    }

    String address() {
        return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(network -> Objects.requireNonNull(network.getIpAddress()))
                .findFirst()
                .orElseThrow();
    }

    /** What a script of root's prints; the script must succeed. */
    String sh(String script) {
        ExecResult result = exec(script);
        Assertions.assertThat(result.getExitCode())
                .as("status of «%s» on %s: %s%s", script, name, result.getStdout(), result.getStderr())
                .isZero();
        return result.getStdout().strip();
    }

    /** Whether a script of root's succeeds. */
    boolean holds(String script) {
        return exec(script).getExitCode() == 0;
    }

    private ExecResult exec(String script) {
        try {
            return container.execInContainer("sh", "-c", script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A property of a unit, as {@code systemctl show} tells it. */
    String unit(String unit, String property) {
        return sh("systemctl show --value -p " + property + " " + unit);
    }

    /** Logins by key since the machine's start; by sshd's own journal. */
    int logins() {
        return Integer.parseInt(sh("journalctl -t sshd -o cat | grep -c '^Accepted publickey' || true"));
    }

    /** Does the work while the machine answers nothing. */
    <T> T frozenDuring(Supplier<T> work) {
        DockerClient engine = DockerClientFactory.instance().client();
        engine.pauseContainerCmd(container.getContainerId()).exec();
        try {
            return work.get();
        } finally {
            engine.unpauseContainerCmd(container.getContainerId()).exec();
        }
    }

    /** A container ends when its machine restarts; the engine starts it again, under the same address. */
    LabHost comesBackAfterAReboot() {
        restarting(RestartPolicy.alwaysRestart());
        return this;
    }

    private void restarting(RestartPolicy policy) {
        DockerClientFactory.instance()
                .client()
                .updateContainerCmd(container.getContainerId())
                .withRestartPolicy(policy)
                .exec();
    }

    @Override
    public void close() {
        restarting(RestartPolicy.noRestart());
        container.stop();
    }

    @Override
    public String toString() {
        return name;
    }
}
