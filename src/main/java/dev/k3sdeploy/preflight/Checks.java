package dev.k3sdeploy.preflight;

import java.util.List;
import java.util.stream.Stream;

/** All that is found out, in the order in which it is told. */
final class Checks {
    static final List<Check> ALL = Stream.of(
                    SystemChecks.ALL,
                    ResourceChecks.ALL,
                    AddonMemory.ALL,
                    KernelChecks.ALL,
                    ClusterChecks.ALL,
                    NetworkChecks.ALL,
                    PortChecks.ALL)
            .flatMap(List::stream)
            .toList();

    private Checks() {}
}
