package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import java.time.Duration;

/**
 * A machine was restarted in this run, in its turn and after its pods had left it, and its node is Ready again. How far
 * that is stands on the machine; what died in the middle is ended by the next {@code up}.
 *
 * @param run as for {@link Restarted}
 */
record Rebooted(NodeSpec node, ClusterSpec cluster, String run) implements Task {
    /** Physical machines take minutes before they boot at all. */
    static final Duration WITHIN = Duration.ofMinutes(15);

    private static final String NOTE = "/var/lib/k3sdeploy/reboot";
    private static final String EMPTIED = " emptied";
    private static final String DONE = " done";

    @Override
    public String title() {
        return "Reboot the machine";
    }

    @Override
    public Verdict check(Probe host) {
        String note = host.read(NOTE).orElse("").strip();
        if (note.equals(run + DONE)) {
            return new NodeService(node, cluster).check(host);
        }
        if (note.equals(run + EMPTIED)) {
            return new Verdict.InTurn(Verdict.stage("reboot it", this::reboot));
        }
        UnitState unit = UnitState.of(host, node.role());
        UnitStarted.requireInstalled(host, unit.service());
        return new Verdict.InTurn(Verdict.stage(
                movesPods(unit.step()) ? "move its pods away" : "leave its pods where they are",
                machine -> empty(machine, unit.step())));
    }

    /** Where an earlier run has moved them away already, they are away, and are to be let in again afterwards. */
    private boolean movesPods(RollingStep before) {
        return cluster.rollout().drain() && cluster.nodes().size() > 1 && before != RollingStep.RESTARTING_DRAINED;
    }

    private void empty(Machine machine, RollingStep before) {
        if (movesPods(before)) {
            new Drain(node, cluster).begin(machine);
        } else if (before == RollingStep.NONE) {
            machine.run(Command.script(RollingStep.RESTARTING.noted()));
        }
        note(machine, EMPTIED);
    }

    private void reboot(Machine machine) {
        new EtcdLead(node, cluster).handOver(machine);
        note(machine, DONE);
        machine.reboot(WITHIN);
    }

    private void note(Machine machine, String state) {
        machine.run(Command.script(
                "mkdir -p /var/lib/k3sdeploy && echo '" + run + state + "' >" + NOTE + " && sync " + NOTE));
    }
}
