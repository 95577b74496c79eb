package dev.k3sdeploy;

import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.NodesCompared;
import dev.k3sdeploy.nfs.NfsPlays;
import dev.k3sdeploy.nfs.NfsServer;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.K3sDeployException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All that an inventory says, read and found right.
 *
 * @param connections of every machine of the cluster, then of other machines that serve it
 * @param machines to be made before they can be worked on
 * @param warnings about what it asks for and will not get
 * @param skippedChecks names of checks that are not made before a run
 * @param nfs servers of NFS; they may be machines of the cluster, too
 * @param course what the cluster is for
 * @param maxUnreachable how many machines a run may lose and still go on; empty when it stops after a play that lost one
 */
record Plan(
        ClusterSpec cluster,
        Map<Target, HostConnection> connections,
        ReleaseWish release,
        Optional<MachineWish> machines,
        List<InputProblem> warnings,
        Set<String> skippedChecks,
        List<NfsServer> nfs,
        CourseWish course,
        Optional<MaxUnreachable> maxUnreachable) {

    /** @throws K3sDeployException when one of the machines is this one */
    void requireElsewhere(Predicate<Target> limit) {
        connections.forEach((target, host) -> {
            if (host.local() && limit.test(target)) {
                throw new K3sDeployException(
                        target + " is the machine that k3sdeploy runs on, and would end with it",
                        "Restart it by hand, or leave it out: -l '!" + target + "'");
            }
        });
    }

    /** A check may be made more than once; what it has to say is said once. */
    Play comparison(Consumer<String> tell) {
        Set<String> said = new HashSet<>();
        return Play.of(
                "Compare the nodes with the inventory",
                List.of(cluster.firstServer().target()),
                new NodesCompared(cluster, note -> {
                    if (said.add(note)) {
                        tell.accept(note);
                    }
                }));
    }

    /** What a node needs beside K3S, whatever it was before. */
    List<Task> alongside(Target node) {
        return NfsPlays.elsewhere(nfs, node);
    }

    /** What serves NFS, beside the cluster; agents are the first to look at it. */
    List<Play> nfsPlays(Predicate<Target> limit) {
        List<Target> nodes = Stream.concat(cluster.agents().stream(), cluster.servers().stream())
                .map(NodeSpec::target)
                .toList();
        return NfsPlays.up(nfs, nodes, limit);
    }
}
