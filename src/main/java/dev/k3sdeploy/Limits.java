package dev.k3sdeploy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.problem.InvalidInputException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** From a pattern of Ansible's to the machines that it means. */
final class Limits {
    private Limits() {}

    /** @throws InvalidInputException when the options' pattern means none of the plan's machines */
    static Predicate<Target> of(Inventory inventory, ClusterOptions options, Plan plan) {
        return options.limit()
                .map(pattern -> matching(inventory, pattern, plan))
                .orElse(target -> true);
    }

    private static Predicate<Target> matching(Inventory inventory, String pattern, Plan plan) {
        Set<Target> wanted = inventory.limit(pattern).hosts().stream()
                .map(host -> new Target(host.name()))
                .collect(Collectors.toSet());
        if (plan.connections().keySet().stream().noneMatch(wanted::contains)) {
            throw InvalidInputException.of(
                    "-l " + pattern,
                    "none of these hosts is a machine of the cluster",
                    "its machines: "
                            + plan.connections().keySet().stream()
                                    .map(Target::name)
                                    .collect(Collectors.joining(", ")));
        }
        return wanted::contains;
    }
}
