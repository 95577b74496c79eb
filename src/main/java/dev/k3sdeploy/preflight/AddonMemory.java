package dev.k3sdeploy.preflight;

import dev.k3sdeploy.k3s.Addon;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.problem.Message;
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
            return Judgement.ok(Message.of("check.addons.none"));
        }
        long needs =
                addons.stream().mapToLong(addon -> addon.memoryMb() * 1024L).sum();
        long has = 0;
        for (NodeSpec node : subject.cluster().nodes()) {
            Facts facts = subject.all().get(node.target());
            if (facts == null || facts.number("memory-kb").isEmpty()) {
                return Judgement.unknown(Message.of("check.addons.unknown", node.target()));
            }
            long keeps = node.role() == Role.SERVER ? SERVER_KEEPS : AGENT_KEEPS;
            has += Math.max(0, facts.number("memory-kb").getAsLong() - keeps);
        }
        Message text = Message.of(
                "check.addons", addons.stream().map(Addon::name).collect(Collectors.joining(", ")), gb(needs), gb(has));
        return needs > has ? Judgement.failure(text, Message.of("check.addons.next")) : Judgement.ok(text);
    }

    private static Message gb(long kb) {
        return Message.of("check.size.gb", String.format(Locale.ROOT, "%.1f", kb / KB_IN_GB));
    }
}
