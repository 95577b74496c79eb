package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The server's kubeconfig is on this machine, for its owner only, with an address that leads to the server.
 *
 * @param cluster whose kubeconfig, and where to
 */
public record KubeconfigHere(ClusterSpec cluster) implements Task {
    private static final String ON_SERVER = "/etc/rancher/k3s/k3s.yaml";
    private static final Patience FIRST_START = new Patience(Duration.ofMinutes(2), Duration.ofMillis(500));

    /**
     * {@return the kubeconfig for use from this machine; empty while the server has none}
     *
     * @param server the first server
     * @param cluster how this machine reaches it, and what it is called
     */
    public static Optional<Kubeconfig> read(Probe server, ClusterSpec cluster) {
        return server.readSecret(ON_SERVER).filter(text -> !text.isBlank()).map(text -> {
            Kubeconfig kubeconfig = Kubeconfig.parse(text);
            if (cluster.endpoint().isPresent()) {
                return kubeconfig.at("https://" + cluster.endpoint().get()).named(cluster.name());
            }
            String address = cluster.apiAddress()
                    .orElseGet(
                            () -> NodeAddress.of(server, cluster.firstServer()).ip());
            return kubeconfig
                    .at(kubeconfig.server().replaceFirst("//(127\\.0\\.0\\.1|\\[::1])", "//" + bracketed(address)))
                    .named(cluster.name());
        });
    }

    private static String bracketed(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    @Override
    public String title() {
        return "Bring the kubeconfig to " + cluster.kubeconfig().getFileName();
    }

    @Override
    public Verdict check(Probe server) {
        Optional<Kubeconfig> wanted = read(server, cluster);
        if (wanted.isEmpty()) {
            return new Verdict.Pending("the server has not written its kubeconfig yet", FIRST_START);
        }
        Path file = cluster.kubeconfig();
        String text = wanted.get().yaml();
        return OwnerOnlyFile.holds(file, text)
                ? Verdict.inPlace(file + " is the server's")
                : Verdict.drift("write " + file, machine -> OwnerOnlyFile.write(file, text));
    }
}
