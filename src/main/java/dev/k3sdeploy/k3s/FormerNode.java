package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import java.util.Locale;
import java.util.Optional;

/**
 * The node of a machine that was made anew under its old name. K3S keeps a password of each node, which the new machine
 * does not have; with the node the password goes, and with a server's node its seat in etcd.
 */
record FormerNode(NodeSpec node, NodeSpec server) {
    /** The authority is made at a server's first start, which makes it younger than that. */
    private static final Command WAS_THERE_BEFORE =
            Command.script("ca=/var/lib/rancher/k3s/server/tls/server-ca.crt; [ -e $ca ] && [ $ca -ot "
                    + Service.startedFile(Role.SERVER) + " ]");

    /** What is to be done before the machine may join; empty when nothing is. */
    Optional<Verdict> verdict(Probe host) {
        if (host.holds(Command.of("test", "-e", "/etc/rancher/node/password"))) {
            return Optional.empty();
        }
        Probe api = host.peer(server.target());
        Service k3s = Service.of(api, Role.SERVER);
        if (!k3s.active() && !(k3s.starting() && api.holds(WAS_THERE_BEFORE))) {
            return Optional.empty(); // a cluster that is started for the first time has no former nodes
        }
        ClusterNode.Answer known = ClusterNode.ask(api);
        if (!known.error().isEmpty()) {
            return Optional.of(new Verdict.Pending(
                    "the API of " + server.target() + ", which may know an older node of this machine's name, does not"
                            + " answer: " + known.error(),
                    Silence.PATIENCE,
                    probe ->
                            "Were most of the cluster's servers removed, or are they lost? Then etcd has no majority, and"
                                    + " no API answers any more. `k3sdeploy down` removes what is left, and `up` makes a new"
                                    + " cluster; `k3sdeploy snapshot restore` brings the old one back where there is a snapshot."
                                    + "\n" + Service.diagnosis(probe.peer(server.target()), Role.SERVER)));
        }
        String hostname = host.ask(Command.of("uname", "-n")).text().strip().toLowerCase(Locale.ROOT);
        return known.nodes().stream()
                .filter(other -> other.name().equals(hostname))
                .findFirst()
                .map(former -> verdict(api, former));
    }

    private Verdict verdict(Probe api, ClusterNode former) {
        if (former.deleted()) {
            return new Verdict.Pending("K3S is letting node " + former.name() + " go", Silence.PATIENCE);
        }
        if (former.ready()) {
            return new Verdict.Pending(
                    "a node " + former.name() + " at " + former.ip() + " is Ready, and this machine is not it",
                    Silence.PATIENCE,
                    host -> "If another machine is called " + former.name()
                            + " too, give one of them another hostname");
        }
        return node.role() == Role.SERVER && !Silence.endsItsLease(api, former)
                ? new Verdict.Pending(
                        "node " + former.name() + " is NotReady; another server is to take over from it",
                        Silence.PATIENCE)
                : Verdict.stage(
                        "remove node " + former.name() + " of the machine that was here before",
                        machine -> remove(machine, former.name()));
    }

    private void remove(Machine machine, String name) {
        NodeGone.delete(machine.peer(server.target()), name);
    }
}
