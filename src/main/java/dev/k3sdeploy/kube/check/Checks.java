package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.WishedAddon;
import java.util.List;
import java.util.stream.Stream;

/** All exercises, in the order in which a course comes to them. */
public final class Checks {
    private Checks() {}

    /**
     * Those of every cluster, and of these add-ons.
     *
     * @param addons whose exercises belong to it
     * @return in the order in which they are tried and told
     */
    public static List<Check> all(List<WishedAddon> addons) {
        return Stream.of(
                        ApiChecks.ALL,
                        NodeChecks.ALL,
                        SystemChecks.ALL,
                        PodChecks.ALL,
                        ImageChecks.ALL,
                        WorkloadChecks.ALL,
                        BatchChecks.ALL,
                        NetworkChecks.ALL,
                        ServiceChecks.ALL,
                        StorageChecks.ALL,
                        NamespaceChecks.ALL,
                        ExtensionChecks.ALL,
                        AddonChecks.of(addons))
                .flatMap(List::stream)
                .toList();
    }
}
