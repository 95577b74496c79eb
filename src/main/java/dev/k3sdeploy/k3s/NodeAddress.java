package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Command;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The address that a node registers with, and the NIC that holds it. A Vagrant VM has two NICs, and K3S by itself takes
 * the first: VirtualBox's NAT, which has the same address on every VM. So the NIC is the one that holds the inventory's
 * address.
 *
 * @param nic the interface's name: {@code eth1}
 * @param ip an IPv4 or IPv6 address, without its prefix
 */
public record NodeAddress(String nic, String ip) {
    /** Every VM has this one there; 10.0.2.0/24 itself may well be somebody's real network. */
    private static final String VIRTUALBOX_NAT = "10.0.2.15";

    private static final Command ADDRESSES = Command.script(
            "ip -o -4 addr show scope global && ip -o -6 addr show scope global && ip -o route show default");

    /** @throws K3sDeployException when no NIC can be told to be the right one, listing what the machine has */
    static NodeAddress of(Probe host, NodeSpec node) {
        return choose(node, Nics.parse(host.ask(ADDRESSES).out().text()));
    }

    /**
     * The address among those that a machine has.
     *
     * @param node with the address or interface that the inventory wants
     * @param nics of that machine
     * @return the one to register with
     * @throws K3sDeployException as {@link #of}
     */
    public static NodeAddress choose(NodeSpec node, Nics nics) {
        Optional<String> wantedIp = node.nodeIp().or(node::address);
        List<NodeAddress> candidates = nics.addresses().stream()
                .filter(address ->
                        node.flannelIface().map(address.nic()::equals).orElse(true))
                .toList();
        if (node.flannelIface().isPresent() && candidates.isEmpty()) {
            throw unusable(
                    node, Message.of("address.no-nic", node.flannelIface().get()), nics);
        }
        Optional<NodeAddress> exact = candidates.stream()
                .filter(address -> wantedIp.map(ip -> same(ip, address.ip())).orElse(false))
                .findFirst();
        if (exact.isPresent()) {
            return exact.get();
        }
        if (node.nodeIp().isPresent()) {
            throw unusable(node, Message.of("address.not-node-ip", node.nodeIp().get()), nics);
        }
        return fallback(node, candidates, nics);
    }

    /** An IPv6 address can be written in several ways. Neither text is a name, so nothing is looked up. */
    private static boolean same(String one, String other) {
        if (one.equals(other) || !one.contains(":") || !other.contains(":")) {
            return one.equals(other);
        }
        try {
            return InetAddress.getByName(one).equals(InetAddress.getByName(other));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The machine is reached by an address that it does not hold itself (a cloud's public one, a forwarded port). */
    private static NodeAddress fallback(NodeSpec node, List<NodeAddress> candidates, Nics nics) {
        List<NodeAddress> usable = candidates.stream()
                .filter(address -> !address.ip().equals(VIRTUALBOX_NAT))
                .toList();
        List<NodeAddress> onDefaultRoute = usable.stream()
                .filter(address -> address.nic().equals(nics.defaultRoute()))
                .toList();
        if (usable.size() == 1) {
            return usable.get(0);
        }
        if (node.behindNat()) {
            return onlyOne(node, without(onDefaultRoute, usable), nics);
        }
        if (node.address().isEmpty() && !onDefaultRoute.isEmpty()) {
            return onDefaultRoute.get(0);
        }
        Object wanted = node.address().<Object>map(address -> address).orElse(Message.of("address.not-given"));
        throw unusable(node, Message.of("address.not-inventorys", wanted), nics);
    }

    private static List<NodeAddress> without(List<NodeAddress> some, List<NodeAddress> all) {
        return all.stream().filter(address -> !some.contains(address)).toList();
    }

    private static NodeAddress onlyOne(NodeSpec node, List<NodeAddress> candidates, Nics nics) {
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        Message what = candidates.isEmpty() ? Message.of("address.no-shared") : Message.of("address.several");
        throw unusable(node, what, nics);
    }

    private static K3sDeployException unusable(NodeSpec node, Message what, Nics nics) {
        String has = nics.addresses().stream()
                .map(address -> address.nic() + " " + address.ip())
                .collect(Collectors.joining(", "));
        return new K3sDeployException(
                Message.of("address.unusable", node.target(), what, has.isEmpty() ? Message.of("address.none") : has),
                Message.of("address.unusable.next"));
    }

    /**
     * What {@code ip} tells of a machine.
     *
     * @param addresses all of the machine, each with its interface
     * @param defaultRoute the NIC's name, or empty
     */
    public record Nics(List<NodeAddress> addresses, String defaultRoute) {
        /**
         * From the lines of {@code ip -o addr} and {@code ip -o route}.
         *
         * @param text both outputs, one after the other
         * @return the machine's interfaces and ways
         */
        public static Nics parse(String text) {
            List<NodeAddress> addresses = text.lines()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(words -> words.length > 3 && words[2].startsWith("inet"))
                    .filter(words -> !ofContainers(words[1]))
                    .map(words -> new NodeAddress(words[1], words[3].replaceFirst("/.*", "")))
                    .toList();
            String route = text.lines()
                    .filter(line -> line.startsWith("default "))
                    .map(line -> line.replaceFirst(".* dev (\\S+).*", "$1"))
                    .findFirst()
                    .orElse("");
            return new Nics(addresses, route);
        }

        /** Of this cluster's pods, or of a Docker that runs beside it. */
        private static boolean ofContainers(String nic) {
            return Set.of("cni0", "kube-ipvs0", "docker0").contains(nic)
                    || nic.startsWith("flannel")
                    || nic.startsWith("veth");
        }
    }
}
