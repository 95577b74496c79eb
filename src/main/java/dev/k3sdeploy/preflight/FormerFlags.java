package dev.k3sdeploy.preflight;

import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.problem.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What another tool started K3S with, on a machine that is taken over: flags of its unit, its environment and its
 * config.yaml, all of which are replaced.
 *
 * @param values by the flags' long names; empty where the machine does not tell it, since it may be a secret
 */
record FormerFlags(Subject subject, Map<String, String> values) {
    private static final String DATASTORE = "datastore-endpoint";

    /** With another value of these it is another cluster, or a second node of it: each with what K3S takes without. */
    private static final Map<String, String> STANDS_ON = Map.of(
            "cluster-cidr",
            "10.42.0.0/16",
            "service-cidr",
            "10.43.0.0/16",
            "cluster-dns",
            "10.43.0.10",
            "cluster-domain",
            "cluster.local",
            DATASTORE,
            "");

    /** What k3sdeploy finds out by itself, or keeps elsewhere; certificates keep the names that they have. */
    private static final Set<String> FOUND_OUT =
            Set.of("data-dir", "token", "token-file", "server", "cluster-init", "node-ip", "flannel-iface", "tls-san");

    static FormerFlags of(Subject subject) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String[] flag : subject.facts().words("flag")) {
            values.put(flag[0], flag.length > 1 ? flag[1] : "");
        }
        return new FormerFlags(subject, values);
    }

    /** @param unit that belongs to another tool */
    Judgement judgement(String unit) {
        String folder = values.getOrDefault("data-dir", Role.DATA).replaceFirst("/+$", "");
        if (!folder.equals(Role.DATA)) {
            return Judgement.failure(
                    Message.of("check.existing.data", unit, folder, Role.DATA), Message.of("check.existing.data.next"));
        }
        List<String> other = values.keySet().stream().filter(this::isAnother).toList();
        if (!other.isEmpty()) {
            return Judgement.failure(
                    Message.of("check.existing.stands", unit, Message.list(told(other))),
                    Message.of(
                            "check.existing.stands.next",
                            other.stream().map(this::entry).collect(Collectors.joining(", ", "{", "}"))));
        }
        List<String> lost = values.keySet().stream()
                .filter(flag -> !standsOn(flag) && !FOUND_OUT.contains(flag))
                .filter(flag -> wanted(flag).isEmpty())
                .toList();
        return lost.isEmpty()
                ? Judgement.warning(Message.of("check.existing.theirs", unit), Message.of("check.existing.theirs.next"))
                : Judgement.warning(
                        Message.of("check.existing.theirs.without", unit, Message.list(lost)),
                        Message.of("check.existing.theirs.without.next"));
    }

    private static boolean standsOn(String flag) {
        return STANDS_ON.containsKey(flag) || flag.equals("node-name");
    }

    private boolean isAnother(String flag) {
        if (!standsOn(flag)) {
            return false;
        }
        if (flag.equals(DATASTORE)) {
            return wanted(flag).isEmpty();
        }
        String now = flag.equals("node-name")
                ? subject.nodeName()
                : wanted(flag).stream().findFirst().orElse(STANDS_ON.getOrDefault(flag, ""));
        return !now.equals(values.get(flag));
    }

    private List<String> wanted(String flag) {
        return subject.node().options().get(flag).stream().map(Object::toString).toList();
    }

    private List<String> told(List<String> flags) {
        List<String> told = new ArrayList<>();
        flags.forEach(flag -> told.add((flag + " " + values.getOrDefault(flag, "")).strip()));
        return told;
    }

    private String entry(String flag) {
        return flag + ": " + (flag.equals(DATASTORE) ? "…" : values.get(flag));
    }
}
