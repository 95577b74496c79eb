package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Inventory;
import java.nio.file.Path;

/** What a cluster is called where its inventory does not say it, and what it may be called. */
final class ClusterName {
    private static final int LONGEST = 128;

    private ClusterName() {}

    static String of(HostValues first, Inventory inventory, ControlMachine here) {
        return first.parsed(K3sVariables.CLUSTER_NAME, ClusterName::check)
                .orElseGet(() -> ofSource(inventory.sources().get(0), here));
    }

    /** It names a context in kubeconfig, and containers. */
    private static String check(String text) {
        if (!text.matches("[^-\\p{Cntrl}\\p{Cf}][^\\p{Cntrl}\\p{Cf}]*") || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "is no name of one line and " + LONGEST + " characters at most; it may not begin with «-»");
        }
        return text;
    }

    /**
     * {@code inventory/lab.yml} is «lab», {@code inventory/vagrantbox/} is «vagrantbox»; {@code course/inventory.yml} and
     * {@code vagrant:course} are «course».
     */
    private static String ofSource(String source, ControlMachine here) {
        String path =
                InventoryReader.vagrantFolder(source, here).map(Path::toString).orElse(source);
        String name = lastName(path);
        if (name.equals("inventory")) {
            name = lastName(String.valueOf(here.path(path).getParent()));
        }
        return name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*") ? name : "k3s";
    }

    private static String lastName(String path) {
        return path.replaceFirst("[/\\\\]+$", "").replaceFirst(".*[/\\\\]", "").replaceFirst("\\.[a-z]+$", "");
    }
}
