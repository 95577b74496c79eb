package dev.k3sdeploy.testcontainers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import dev.k3sdeploy.machines.ContainerPrivileges;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * One machine of the lab: a container with systemd and sshd that lets the user {@code vagrant} in, who is root by sudo.
 * Started when all its units are.
 */
public final class LabContainer extends GenericContainer<LabContainer> {
    /** What {@code lab/setup} builds. */
    public static final String IMAGE = "k3sdeploy/lab-host:latest";

    private static final String BOOTED = "systemctl is-system-running --wait | grep -qE 'running|degraded'";

    private final String name;

    /**
     * A machine that is not started yet.
     *
     * @param image that of the lab's hosts; never pulled
     * @param name its host name
     * @param authorizedKey a line for authorized_keys
     */
    public LabContainer(String image, String name, String authorizedKey) {
        super(image);
        this.name = name;
        withImagePullPolicy(each -> false);
        withEnv("K3SDEPLOY_AUTHORIZED_KEY", authorizedKey);
        withLabel("dev.k3sdeploy.test", name);
        withCreateContainerCmdModifier(this::asMachine);
        waitingFor(Wait.forSuccessfulCommand(BOOTED).withStartupTimeout(Duration.ofMinutes(2)));
    }

    /**
     * The same machine, out of the reach of Testcontainers' own tidying at the end of a process.
     *
     * @return this
     */
    public LabContainer surviving() {
        return withCreateContainerCmdModifier(command -> {
            Map<String, String> labels = new HashMap<>(Objects.requireNonNullElse(command.getLabels(), Map.of()));
            labels.remove(DockerClientFactory.TESTCONTAINERS_SESSION_ID_LABEL);
            command.withLabels(labels);
        });
    }

    /** The engine's words for lab/image/README.md's flags. */
    private void asMachine(CreateContainerCmd command) {
        HostConfig config = Objects.requireNonNull(command.getHostConfig())
                .withCapAdd(Capability.ALL)
                .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"))
                .withCgroupnsMode("private")
                .withDevices(Device.parse("/dev/kmsg"));
        boolean all = ContainerPrivileges.ofThisMachine().all();
        command.withHostName(name).withHostConfig(all ? config : config.withCapDrop(Capability.SYS_RESOURCE));
    }

    /**
     * The host name.
     *
     * @return what {@code hostname} says in it
     */
    public String name() {
        return name;
    }

    /**
     * The address in the engine's network, for this machine and for its neighbours.
     *
     * @return an IPv4 address; only while it runs
     */
    public String address() {
        return getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(network -> Objects.requireNonNull(network.getIpAddress()))
                .findFirst()
                .orElseThrow();
    }
}
