package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;

/**
 * A node was restarted in this run, in its turn, and is Ready again. What was asked for is noted on the machine, so that
 * a node is not restarted twice by one run; what died in the middle is ended by the next {@code up}.
 *
 * @param run tells this run from all others; letters, digits, {@code :}, {@code .} and {@code -}
 */
record Restarted(NodeSpec node, ClusterSpec cluster, String run) implements Task {
    private static final String NOTE = "/run/k3sdeploy/restarted";

    @Override
    public String title() {
        return "Restart " + node.role().unit();
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
        new ServiceCurrent(node.role()).restart(machine);
        machine.run(Command.script("mkdir -p /run/k3sdeploy && echo '" + run + "' >" + NOTE));
    }
}
