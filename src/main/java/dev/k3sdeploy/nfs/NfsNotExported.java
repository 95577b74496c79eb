package dev.k3sdeploy.nfs;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import java.util.stream.Collectors;

/** What k3sdeploy exported is not exported. The folder with all that is in it stays, and so does the server itself. */
record NfsNotExported() implements Task {
    @Override
    public String title() {
        return "Stop exporting by NFS";
    }

    @Override
    public Verdict check(Probe host) {
        String exports = host.ask(Command.script("cat " + NfsExported.FILE + " 2>/dev/null"))
                .text();
        if (exports.isBlank()) {
            return Verdict.inPlace("k3sdeploy exports nothing here");
        }
        String folders = exports.lines()
                .filter(line -> line.startsWith("/"))
                .map(line -> line.split(" ", 2)[0])
                .collect(Collectors.joining(", "));
        return Verdict.drift(
                "remove " + NfsExported.FILE + "; " + folders + " stays, with all that is in it",
                machine -> machine.run(Command.script(
                        "rm -f " + NfsExported.FILE + "; ! command -v exportfs >/dev/null || " + NfsExported.RELOAD)));
    }
}
