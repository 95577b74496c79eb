package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Nearest;
import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.k3s.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The manifest of kube-vip, which gives the servers the address of {@code k3s_api_endpoint} in common. */
final class KubeVipReader {
    /** The manifest's name on the first server. */
    static final String NAME = "kube-vip.yaml";

    private static final List<String> KEYS = List.of("interface", "version", "image");
    private static final String IMAGE = "ghcr.io/kube-vip/kube-vip";
    private static final String VERSION = "v0.8.9";

    private final HostValues values;
    private final Map<String, @Nullable Object> wished;

    KubeVipReader(HostValues values) {
        this.values = values;
        this.wished = values.map(K3sVariables.KUBE_VIP);
    }

    /**
     * Empty where it is not wished.
     *
     * @param endpoint {@code host:port}
     */
    Optional<String> manifest(Optional<String> endpoint) {
        if (wished.isEmpty()) {
            return Optional.empty();
        }
        wished.keySet().stream().filter(key -> !KEYS.contains(key)).forEach(this::unknown);
        String address = endpoint.map(ClusterSpec::host).orElse("");
        if (!address.matches("[0-9.]+|[0-9a-fA-F:]+:[0-9a-fA-F:.]*")) {
            values.problem(
                    K3sVariables.KUBE_VIP,
                    "needs an address that no machine has, and k3s_api_endpoint is not one",
                    "set k3s_api_endpoint to a free address of the servers' network: 192.168.50.10");
            return Optional.empty();
        }
        return Optional.of(Template.of(NAME)
                .with("address", address)
                .with("port", endpoint.orElseThrow().replaceFirst(".*:", ""))
                .with("prefix", address.contains(":") ? "128" : "32")
                .with("interface", nic())
                .with("image", image())
                .render());
    }

    private String image() {
        String image = text("image").orElse(IMAGE);
        String named = image.matches(".*(:[^/]+|@.+)")
                ? image
                : image + ":" + text("version").orElse(VERSION);
        if (!named.matches("[A-Za-z0-9][A-Za-z0-9._/:@-]*")) {
            problem("has the image «" + named + "», which is none", "");
        }
        return named;
    }

    /** kube-vip by itself takes the default route's, which on a Vagrant VM leads elsewhere. */
    private String nic() {
        Optional<String> nic = text("interface").or(() -> values.text(K3sVariables.FLANNEL_IFACE));
        if (nic.isEmpty() || !nic.get().matches("[A-Za-z0-9_.:@-]{1,15}")) {
            problem("has no interface", "name the servers' NIC that shall hold the address: {interface: eth1}");
        }
        return nic.orElse("");
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(wished.get(key)).map(Object::toString).filter(text -> !text.isBlank());
    }

    private void unknown(String key) {
        problem(
                "has «" + key + "», and " + String.join(", ", KEYS) + " are known",
                Nearest.to(key, KEYS).map(near -> "do you mean " + near + "?").orElse(""));
    }

    private void problem(String message, String hint) {
        values.problem(K3sVariables.KUBE_VIP, message, hint);
    }
}
