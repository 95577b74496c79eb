package dev.k3sdeploy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.task.NfsExport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that an inventory says, read and found right.
 *
 * @param connections of every machine of the cluster
 * @param machines to be made before they can be worked on
 * @param exports of those machines that are to be NFS servers
 * @param warnings about what it asks for and will not get
 * @param skippedChecks names of checks that are not made before a run
 */
record Plan(
        ClusterSpec cluster,
        Map<Target, HostConnection> connections,
        ReleaseWish release,
        Optional<MachineWish> machines,
        Map<Target, NfsExport> exports,
        List<InputProblem> warnings,
        Set<String> skippedChecks) {}
