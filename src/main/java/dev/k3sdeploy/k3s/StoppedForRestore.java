package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.task.InitSystem;

/** A server does not run, and will not by itself, before it has the snapshot's state. Its pods live on. */
record StoppedForRestore(NodeSpec server, Restore restore) implements Task {
    @Override
    public String title() {
        return "Stop k3s";
    }

    @Override
    public Verdict check(Probe host) {
        RestoreNote.Step step = restore.step(host);
        if (step != RestoreNote.Step.NONE) {
            return Verdict.inPlace("this restore has stopped it before");
        }
        return restore.ended(host)
                ? Verdict.inPlace("it has the snapshot's state")
                : Verdict.drift("it is " + Service.of(host, server.role()).describe(), this::stop);
    }

    /** Disabled, too: a machine that is started again must not bring the old state back. */
    private void stop(Machine machine) {
        machine.run(Command.script(InitSystem.choice(
                "systemctl --quiet disable " + server.role().unit(),
                "rc-update --quiet delete " + server.role().unit() + " default")));
        UnitStopped.stop(machine, server.role());
        machine.run(restore.at(RestoreNote.Step.STOPPED).note());
    }
}
