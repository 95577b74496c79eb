package dev.k3sdeploy.preflight;

import dev.k3sdeploy.k3s.Nameservers;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.problem.Message;
import java.util.Arrays;
import java.util.List;

/** Whom pods ask for names outside of the cluster. */
final class PodNameserver {
    private PodNameserver() {}

    static Judgement judgement(Subject subject) {
        if (isChosen(subject.node())) {
            return Judgement.ok(Message.of("check.nameserver.chosen"));
        }
        List<List<String>> files = subject.facts().words("nameservers").stream()
                .map(words -> Arrays.asList(words).subList(1, words.length))
                .toList();
        if (files.isEmpty()) {
            return Judgement.unknown(Message.of("check.nameserver.unknown"));
        }
        for (List<String> servers : files) {
            if (servers.stream().allMatch(Nameservers::isForPods)) {
                return Judgement.ok(
                        servers.isEmpty()
                                ? Message.of("check.nameserver.none")
                                : Message.of("check.nameserver", String.join(", ", servers)));
            }
        }
        String unfit = String.join(
                ", ",
                files.get(0).stream()
                        .filter(server -> !Nameservers.isForPods(server))
                        .toList());
        return Judgement.warning(
                Message.of("check.nameserver.unfit", unfit), Message.of("check.nameserver.unfit.next"));
    }

    private static boolean isChosen(NodeSpec node) {
        return !node.options().get("resolv-conf").isEmpty()
                || node.settings().environment().containsKey("K3S_RESOLV_CONF")
                || node.settings().kubelet().containsKey("resolvConf")
                || node.options().get("kubelet-arg").stream()
                        .anyMatch(argument -> argument.toString().startsWith("resolv-conf="));
    }
}
