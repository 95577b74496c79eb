package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import java.util.Optional;

/**
 * A node was restarted in this run, in its turn, and is Ready again. What was asked for is noted on the machine, so that
 * a node is not restarted twice by one run; what died in the middle is ended by the next {@code up}.
 *
 * @param run tells this run from all others; letters, digits, {@code :}, {@code .} and {@code -}
 * @param meanwhile what is done while K3S is stopped
 */
record Restarted(NodeSpec node, ClusterSpec cluster, String run, Optional<Meanwhile> meanwhile) implements Task {
    private static final String NOTE = "/run/k3sdeploy/restarted";

    /**
     * What can only be done while K3S does not run.
     *
     * @param title in the imperative
     */
    record Meanwhile(String title, Command command) {
        static final Meanwhile ROTATE_CERTIFICATES =
                new Meanwhile("Rotate the certificates", Command.of(K3sBinary.PLACE, "certificate", "rotate"));
    }

    Restarted(NodeSpec node, ClusterSpec cluster, String run) {
        this(node, cluster, run, Optional.empty());
    }

    @Override
    public String title() {
        return meanwhile.map(Meanwhile::title).orElse("Restart " + node.role().unit());
    }

    @Override
    public Verdict check(Probe host) {
        UnitState unit = UnitState.of(host, node.role());
        UnitStarted.requireInstalled(host, unit.service());
        if (host.read(NOTE).orElse("").strip().equals(run)) {
            return new NodeService(node, cluster).check(host);
        }
        return new Verdict.InTurn(
                Verdict.stage("it is " + unit.service().describe(), machine -> restart(machine, unit.step())));
    }

    /** A step that was noted before stays: it knows whether pods are to be let in again. */
    private void restart(Machine machine, RollingStep before) {
        if (before == RollingStep.NONE) {
            machine.run(Command.script(RollingStep.RESTARTING.noted()));
        }
        new EtcdLead(node, cluster).handOver(machine);
        try {
            if (meanwhile.isPresent()) {
                UnitStopped.stop(machine, node.role());
                machine.run(meanwhile.get().command());
            }
        } finally {
            new ServiceCurrent(node.role()).restart(machine);
        }
        machine.run(Command.script("mkdir -p /run/k3sdeploy && echo '" + run + "' >" + NOTE));
    }
}
