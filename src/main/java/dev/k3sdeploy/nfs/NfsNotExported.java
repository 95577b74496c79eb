package dev.k3sdeploy.nfs;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;

/** What k3sdeploy exported is not exported. The folder with all that is in it stays, and so does the server itself. */
record NfsNotExported(NfsServer server) implements Task {
    @Override
    public String title() {
        return "Stop exporting " + server.folder();
    }

    @Override
    public Verdict check(Probe host) {
        return host.holds(Command.of("test", "-e", NfsExported.FILE))
                ? Verdict.drift(
                        "remove " + NfsExported.FILE + "; " + server.folder() + " stays, with all that is in it",
                        machine -> machine.run(Command.script("rm -f " + NfsExported.FILE
                                + "; ! command -v exportfs >/dev/null || " + NfsExported.RELOAD)))
                : Verdict.inPlace("k3sdeploy exports nothing here");
    }
}
