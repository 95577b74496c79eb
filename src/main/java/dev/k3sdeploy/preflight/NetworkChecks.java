package dev.k3sdeploy.preflight;

import dev.k3sdeploy.k3s.NodeAddress;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.util.List;
import java.util.Optional;

/** Addresses, routes and firewalls between the nodes. */
final class NetworkChecks {
    static final List<Check> ALL = List.of(
            new Check("address", NetworkChecks::address),
            new Check("default-route", NetworkChecks::defaultRoute),
            new Check("server-route", NetworkChecks::serverRoute),
            new Check("nameserver", PodNameserver::judgement),
            new Check("firewall", NetworkChecks::firewall));

    private static final List<String> PODS_AND_SERVICES = List.of("10.42.0.0/16", "10.43.0.0/16");

    private NetworkChecks() {}

    private static Judgement address(Subject subject) {
        if (!subject.facts().has("address")) {
            return Judgement.unknown(Message.of("check.address.unknown"));
        }
        try {
            NodeAddress address = subject.address();
            String others = subject.othersAt(address.ip());
            return others.isEmpty()
                    ? Judgement.ok(Message.of("check.address", address.ip(), address.nic()))
                    : Judgement.failure(
                            Message.of("check.address.shared", address.ip(), address.nic(), others),
                            Message.of("check.address.shared.next"));
        } catch (K3sDeployException e) {
            return Judgement.failure(e.what(), e.next());
        }
    }

    private static Judgement defaultRoute(Subject subject) {
        return subject.facts().has("route") || subject.facts().has("route6")
                ? Judgement.ok(Message.of("check.default-route"))
                : Judgement.warning(
                        Message.of("check.default-route.none"), Message.of("check.default-route.none.next"));
    }

    private static Judgement serverRoute(Subject subject) {
        Optional<ServerEndpoint> server = ServerEndpoint.of(subject.cluster(), subject.node());
        String seen = server.map(endpoint -> subject.facts().all("reaches").stream()
                        .filter(line -> line.startsWith(endpoint.words() + " "))
                        .map(line -> line.substring(endpoint.words().length() + 1))
                        .findFirst()
                        .orElse(""))
                .orElse("");
        if (seen.isEmpty()) {
            return Judgement.ok(
                    subject.server()
                            ? Message.of("check.server-route.server")
                            : Message.of("check.server-route.unknown"));
        }
        String where = server.get().toString();
        if (seen.equals("no-route")) {
            return Judgement.failure(
                    Message.of("check.server-route.none", where), Message.of("check.server-route.none.next"));
        }
        if (seen.equals("open") || seen.equals("refused")) {
            return Judgement.ok(Message.of("check.server-route", where));
        }
        Message letIn = Message.of("check.server-route.blocked.next");
        // What stands before the servers may be silent until there is one.
        return server.get().given()
                ? Judgement.warning(blocked(where, seen), letIn)
                : Judgement.failure(blocked(where, seen), letIn);
    }

    private static Message blocked(String where, String seen) {
        return seen.startsWith("failed ")
                ? Message.of("check.server-route.failed", where, seen.substring("failed ".length()))
                : Message.of("check.server-route.silent", where);
    }

    private static Judgement firewall(Subject subject) {
        Facts facts = subject.facts();
        if (facts.has("ufw") && !facts.text("ufw-input").equals("ACCEPT")) {
            return ufw(subject, facts.all("ufw-rule"));
        }
        if (facts.has("firewalld") && !facts.all("firewalld-trusts").containsAll(PODS_AND_SERVICES)) {
            return Judgement.warning(
                    Message.of("check.firewalld"),
                    Message.of("check.firewalld.next", String.join(", ", PODS_AND_SERVICES)));
        }
        return Judgement.ok(Message.of("check.firewall.none"));
    }

    private static Judgement ufw(Subject subject, List<String> rules) {
        List<String> missing = PODS_AND_SERVICES.stream()
                .filter(network -> rules.stream().noneMatch(rule -> rule.contains(" " + network + " ")))
                .toList();
        boolean nodes = !subject.server() || rules.stream().anyMatch(NetworkChecks::letsNodesIn);
        return missing.isEmpty() && nodes
                ? Judgement.ok(Message.of("check.ufw"))
                : Judgement.warning(ufwLacks(missing, nodes), Message.of("check.ufw.lacks.next"));
    }

    private static Message ufwLacks(List<String> networks, boolean nodes) {
        String joined = String.join(", ", networks);
        if (nodes) {
            return Message.of("check.ufw.lacks", joined);
        }
        return Message.of(
                "check.ufw.lacks", networks.isEmpty() ? "6443/tcp" : Message.of("list.and", joined, "6443/tcp"));
    }

    /** A tuple is: allow PROTOCOL PORT DESTINATION PORT SOURCE DIRECTION. */
    private static boolean letsNodesIn(String rule) {
        List<String> words = List.of(rule.split("\\s+"));
        return words.size() > 5
                && ((words.get(2).equals("any") && !PODS_AND_SERVICES.contains(words.get(5)))
                        || List.of(words.get(2).split("[,:]")).contains("6443"));
    }
}
