package dev.k3sdeploy.lab;

import com.github.dockerjava.api.DockerClient;
import dev.k3sdeploy.testcontainers.LabContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/** A machine of the lab. {@link #sh} looks at it from outside: not by SSH, so that it leaves no trace in sshd's log. */
final class LabHost implements AutoCloseable {
    private final String name;
    private final LabContainer container;

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
        this(new LabContainer(Lab.IMAGE, name, authorizedKey));
    }

    /** A machine without systemd. */
    static LabHost withOpenRc(String name, String authorizedKey) {
        LabContainer container = new LabContainer(Lab.IMAGE, name, authorizedKey);
        container.withCreateContainerCmdModifier(command -> command.withEntrypoint("sh", "-c", WITH_OPENRC));
        container.waitingFor(Wait.forSuccessfulCommand("[ -e /run/booted ]").withStartupTimeout(Duration.ofMinutes(2)));
        return new LabHost(container);
    }

    private LabHost(LabContainer container) {
        this.name = container.name();
        this.container = container;
    }

    void start() {
        container.start();
    }

    String name() {
        return name;
    }

    String address() {
        return container.address();
    }

    /** What a script of root's prints; the script must succeed. */
    String sh(String script) {
        ExecResult result = exec(script);
        Assertions.assertThat(result.getExitCode())
                .as("status of «%s» on %s: %s%s", script, name, result.getStdout(), result.getStderr())
                .isZero();
        return result.getStdout().strip();
    }

    /** Puts a file of this machine there; its folder comes by itself. */
    void copy(Path file, String to) {
        container.copyFileToContainer(MountableFile.forHostPath(file), to);
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

    /** When the program of a unit was started. */
    Instant startedAt(String unit) {
        String time = sh("systemctl show --value --timestamp=us+utc -p ExecMainStartTimestamp " + unit);
        return LocalDateTime.parse(
                        time, DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss.SSSSSS 'UTC'", Locale.ROOT))
                .toInstant(ZoneOffset.UTC);
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

    /** Does the work while each packet to the machine is dropped, as when it is switched off. */
    <T> T unheardDuring(Supplier<T> work) {
        sh("iptables -I INPUT -j DROP");
        try {
            return work.get();
        } finally {
            sh("iptables -D INPUT -j DROP");
        }
    }

    /** Not started yet, it comes back after a reboot, under the same address. */
    void joins(LabNetwork network) {
        network.take(container);
    }

    @Override
    public void close() {
        container.stop();
    }

    @Override
    public String toString() {
        return name;
    }
}
