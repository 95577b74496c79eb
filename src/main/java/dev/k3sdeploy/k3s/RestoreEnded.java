package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;

/** It is noted that every server has the snapshot's state: what the others have noted counts no more. */
record RestoreEnded(Restore restore) implements Task {
    @Override
    public String title() {
        return "Note that the restore has ended";
    }

    @Override
    public Verdict check(Probe host) {
        return restore.step(host) == RestoreNote.Step.ENDED
                ? Verdict.inPlace("it is noted")
                : Verdict.drift(
                        "note it",
                        machine ->
                                machine.run(restore.at(RestoreNote.Step.ENDED).note()));
    }
}
