package dev.k3sdeploy.lab;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network.Ipam;
import com.github.dockerjava.api.model.RestartPolicy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/**
 * A network for machines that reboot. On the engine's own, a container that ends lets go of its address, and gets
 * whichever is free when it starts again; here each has one of its own.
 */
public final class LabNetwork implements AutoCloseable {
    private static final int TRIES = 10;

    private final Network network;
    private final String prefix;
    private final AtomicInteger last = new AtomicInteger(1);

    private LabNetwork(Network network, String prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /** A network that nobody else has, in a range that the engine has free. */
    public static LabNetwork create() {
        for (int tries = 1; ; tries++) {
            String range = freeRange();
            Network network = Network.builder()
                    .createNetworkCmdModifier(
                            command -> command.withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(range))))
                    .build();
            try {
                network.getId();
                return new LabNetwork(network, range.substring(0, range.lastIndexOf('.') + 1));
            } catch (DockerException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** The engine gives addresses by wish only where the range was wished too; so it is asked for one, and given it. */
    private static String freeRange() {
        try (Network any = Network.newNetwork()) {
            Ipam ipam = DockerClientFactory.instance()
                    .client()
                    .inspectNetworkCmd()
                    .withNetworkId(any.getId())
                    .exec()
                    .getIpam();
            return Objects.requireNonNull(ipam.getConfig().get(0).getSubnet());
        }
    }

    /** Gives a container that is not made yet the next address, and has the engine start it again when it ends. */
    public void take(GenericContainer<?> container) {
        String address = prefix + last.incrementAndGet();
        container.withNetwork(network);
        container.withCreateContainerCmdModifier(command -> {
            Objects.requireNonNull(command.getHostConfig()).withRestartPolicy(RestartPolicy.alwaysRestart());
            command.withIpv4Address(address);
        });
    }

    @Override
    public void close() {
        network.close();
    }
}
