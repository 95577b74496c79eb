package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;

/**
 * Another server than the first has nothing of the old state in K3S's way, and joins the first as a new one would. Its
 * snapshots stay; the old state lies beside, until the next restore.
 */
record StatePutAside(Restore restore) implements Task {
    @Override
    public String title() {
        return "Put the old state aside";
    }

    @Override
    public Verdict check(Probe host) {
        if (restore.step(host).compareTo(RestoreNote.Step.REPLACED) >= 0 || restore.ended(host)) {
            return Verdict.inPlace("it joins with the snapshot's state, or has joined");
        }
        return Verdict.drift("move it to " + SnapshotFolder.SERVER + "/before-restore", this::putAside);
    }

    private void putAside(Machine machine) {
        boolean another = !Restore.authority(machine).equals(Restore.authority(machine.peer(restore.first())));
        machine.run(Command.script("""
                set -e
                cd %s 2>/dev/null || mkdir -p %s
                cd %s
                if [ -e db/etcd ] || [ -e db/state.db ]; then
                  rm -rf before-restore; mkdir -m 700 before-restore
                  mv db%s before-restore/ 2>/dev/null || [ ! -e db ]
                  mkdir -m 700 db
                  [ ! -e before-restore/db/snapshots ] || mv before-restore/db/snapshots db/
                fi
                %s
                """.formatted(
                        SnapshotFolder.SERVER,
                        SnapshotFolder.SERVER,
                        SnapshotFolder.SERVER,
                        another ? " tls cred token node-token agent-token" : "",
                        restore.at(RestoreNote.Step.REPLACED).noted())));
    }
}
