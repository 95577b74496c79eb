package dev.k3sdeploy.preflight;

import dev.k3sdeploy.k3s.Addon;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The memory that the course's applications ask for, against what the nodes have beside K3S itself. */
final class AddonMemory {
    static final List<Check> ALL = List.of(new Check("addons", AddonMemory::check));

    private static final double KB_IN_GB = 1024.0 * 1024;
    private static final long SERVER_KEEPS = 1024 * 1024;
    private static final long AGENT_KEEPS = 400 * 1024;

    private AddonMemory() {}

    private static Judgement check(Subject subject) {
        List<Addon> addons = subject.node().settings().manifests().keySet().stream()
                .map(Addon::ofFile)
                .flatMap(Optional::stream)
                .toList();
        if (addons.isEmpty()) {
            return Judgement.ok("none are installed from here");
        }
        long needs =
                addons.stream().mapToLong(addon -> addon.memoryMb() * 1024L).sum();
        long has = 0;
        for (NodeSpec node : subject.cluster().nodes()) {
            Facts facts = subject.all().get(node.target());
            if (facts == null || facts.number("memory-kb").isEmpty()) {
                return Judgement.unknown(node.target() + " does not tell its memory");
            }
            long keeps = node.role() == Role.SERVER ? SERVER_KEEPS : AGENT_KEEPS;
            has += Math.max(0, facts.number("memory-kb").getAsLong() - keeps);
        }
        String text = addons.stream().map(Addon::name).collect(Collectors.joining(", ")) + " ask for " + gb(needs)
                + " of memory, and the nodes have about " + gb(has) + " beside K3S";
        return needs > has
                ? Judgement.failure(text, "Take fewer add-ons (k3s_addons), give the machines more memory, or add one")
                : Judgement.ok(text);
    }

    private static String gb(long kb) {
        return String.format(Locale.ROOT, "%.1f GB", kb / KB_IN_GB);
    }
}
