package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import java.time.Duration;
import java.util.Optional;

/**
 * The cluster has no node of a machine, nor its password, nor a member of etcd. K3S must not run there any more, or the
 * node is back ten seconds later.
 */
record NodeGone(Leaving leaving) implements Task {
    private static final Patience LETTING_GO = new Patience(Duration.ofMinutes(3), Duration.ofMillis(500));

    @Override
    public String title() {
        return "Delete its node";
    }

    @Override
    public Verdict check(Probe host) {
        Optional<ClusterNode> found = leaving.find(host);
        if (found.isEmpty()) {
            return Verdict.inPlace("the cluster has no node of it");
        }
        ClusterNode node = found.get();
        if (node.deleted()) {
            return new Verdict.Pending("K3S is letting node " + node.name() + " go", LETTING_GO, this::stuck);
        }
        return seat(host.peer(leaving.server()), node)
                .orElseGet(() -> Verdict.stage(
                        "delete node " + node.name(), machine -> delete(machine.peer(leaving.server()), node.name())));
    }

    /** What is to be done about its seat in etcd before the node may go; empty when nothing is. */
    private Optional<Verdict> seat(Probe server, ClusterNode node) {
        if (!node.etcd().member()) {
            return Optional.empty();
        }
        if (!letsGoByAnnotation(node.version())) {
            return Silence.endsItsLease(server, node)
                    ? Optional.empty()
                    : Optional.of(new Verdict.Pending(
                            "another server is to take over from " + node.name() + ", which is "
                                    + (node.ready() ? "Ready still" : "NotReady"),
                            Silence.PATIENCE));
        }
        return Optional.of(
                node.etcd() == EtcdSeat.LEAVING
                        ? new Verdict.Pending("etcd is letting " + node.name() + " go", LETTING_GO)
                        : Verdict.stage("take it out of etcd", machine -> annotate(machine, node.name())));
    }

    private static boolean letsGoByAnnotation(String version) {
        String minor = version.replaceFirst("^v1\\.(\\d+)\\..*", "$1");
        return minor.matches("\\d{1,4}") && Integer.parseInt(minor) >= 22;
    }

    private void annotate(Machine machine, String name) {
        machine.peer(leaving.server())
                .run(Kubectl.of("annotate", "node", name, EtcdSeat.REMOVE + "=true", "--overwrite"));
    }

    /** Seen with v1.21.2: two servers took the member out of etcd at once, and one did not go on before its restart. */
    private String stuck(Probe host) {
        return "A server has not done its part yet: restart K3S on the servers that stay (`k3sdeploy restart -l "
                + leaving.server() + "`, then the next), and run the same again";
    }

    /** K3S itself removes the node's password with it; it is gone once K3S's controllers have done their part. */
    static void delete(Machine server, String name) {
        server.run(Kubectl.of("delete", "node", name, "--wait=false").within(Duration.ofMinutes(2)));
    }
}
