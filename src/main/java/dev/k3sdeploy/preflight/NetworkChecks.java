package dev.k3sdeploy.preflight;

import dev.k3sdeploy.k3s.NodeAddress;
import dev.k3sdeploy.problem.K3sDeployException;
import java.util.List;
import java.util.Optional;

/** Addresses, routes and firewalls between the nodes. */
final class NetworkChecks {
    static final List<Check> ALL = List.of(
            new Check("address", NetworkChecks::address),
            new Check("default-route", NetworkChecks::defaultRoute),
            new Check("server-route", NetworkChecks::serverRoute),
            new Check("firewall", NetworkChecks::firewall));

    private static final List<String> PODS_AND_SERVICES = List.of("10.42.0.0/16", "10.43.0.0/16");

    private NetworkChecks() {}

    private static Judgement address(Subject subject) {
        if (!subject.facts().has("address")) {
            return Judgement.unknown("the machine does not tell its addresses");
        }
        try {
            NodeAddress address = subject.address();
            String others = subject.othersAt(address.ip());
            return others.isEmpty()
                    ? Judgement.ok(address.ip() + " on " + address.nic())
                    : Judgement.failure(
                            "its address " + address.ip() + " on " + address.nic() + " is that of " + others + " too",
                            "Set ansible_host, k3s_node_ip or k3s_flannel_iface to the network that the nodes share; "
                                    + "10.0.2.15 is VirtualBox's NAT, the same on every VM");
        } catch (K3sDeployException e) {
            return Judgement.failure(e.summary(), e.hint());
        }
    }

    private static Judgement defaultRoute(Subject subject) {
        return subject.facts().has("route") || subject.facts().has("route6")
                ? Judgement.ok("there is one")
                : Judgement.warning(
                        "the machine has no default route, and parts of K3S look for one",
                        "Add one, even if it leads nowhere: `ip link add dummy0 type dummy; ip link set dummy0 up; "
                                + "ip addr add 203.0.113.254/31 dev dummy0; ip route add default via 203.0.113.255 "
                                + "dev dummy0 metric 1000` (https://docs.k3s.io/installation/airgap)");
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
            return Judgement.ok(subject.server() ? "this is a server" : "not known before the server is there");
        }
        String where = server.get().toString();
        if (seen.equals("no-route")) {
            return Judgement.failure(
                    "there is no route to the server " + where,
                    "The nodes need a network in common: see ansible_host, k3s_node_ip and k3s_url");
        }
        if (seen.equals("open") || seen.equals("refused")) {
            return Judgement.ok("packets reach " + where);
        }
        return server.get().given() ? passed(where, seen) : Judgement.failure(blocked(where, seen), LET_IN);
    }

    private static final String LET_IN = "A firewall lies between, or the server has another address: let the nodes in "
            + "on 6443/tcp, 10250/tcp and 8472/udp (security group, ufw, firewalld)";

    /** What stands before the servers may be silent until there is one. */
    private static Judgement passed(String where, String seen) {
        return Judgement.warning(blocked(where, seen), LET_IN);
    }

    private static String blocked(String where, String seen) {
        return "a connection to the server " + where + " is not answered"
                + (seen.startsWith("failed ") ? ": " + seen.substring("failed ".length()) : " within 4 s");
    }

    private static Judgement firewall(Subject subject) {
        Facts facts = subject.facts();
        if (facts.has("ufw") && !facts.text("ufw-input").equals("ACCEPT")) {
            return ufw(subject, facts.all("ufw-rule"));
        }
        if (facts.has("firewalld") && !facts.all("firewalld-trusts").containsAll(PODS_AND_SERVICES)) {
            return Judgement.warning(
                    "firewalld is active, and does not trust the networks of pods and services",
                    "`systemctl disable --now firewalld`, or for each of " + String.join(", ", PODS_AND_SERVICES)
                            + " and the nodes' network: `firewall-cmd --permanent --zone=trusted --add-source=…`, "
                            + "then `firewall-cmd --reload`");
        }
        return Judgement.ok("no firewall of the machine is in the way");
    }

    private static Judgement ufw(Subject subject, List<String> rules) {
        List<String> missing = PODS_AND_SERVICES.stream()
                .filter(network -> rules.stream().noneMatch(rule -> rule.contains(" " + network + " ")))
                .toList();
        boolean nodes = !subject.server() || rules.stream().anyMatch(NetworkChecks::letsNodesIn);
        return missing.isEmpty() && nodes
                ? Judgement.ok("ufw is active and lets K3S through")
                : Judgement.warning(
                        "ufw is active, and has no rule for "
                                + String.join(", ", missing)
                                + (nodes ? "" : (missing.isEmpty() ? "" : " and ") + "6443/tcp"),
                        "`ufw disable`, or: `ufw allow from 10.42.0.0/16 to any; ufw allow from 10.43.0.0/16 to any; "
                                + "ufw allow 6443/tcp`, and the same for the nodes' network");
    }

    /** A tuple is: allow PROTOCOL PORT DESTINATION PORT SOURCE DIRECTION. */
    private static boolean letsNodesIn(String rule) {
        List<String> words = List.of(rule.split("\\s+"));
        return words.size() > 5
                && ((words.get(2).equals("any") && !PODS_AND_SERVICES.contains(words.get(5)))
                        || List.of(words.get(2).split("[,:]")).contains("6443"));
    }
}
