package dev.k3sdeploy.nfs;

import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Shell;
import java.time.Duration;

/** Another machine sees what the server exports. */
record NfsSeen(NfsServer server) implements Task {
    private static final Patience FOR_ITS_START = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(1));
    private static final int NO_PROGRAM = 45;

    @Override
    public String title() {
        return "See " + server.folder() + " of " + server.target();
    }

    @Override
    public Verdict check(Probe host) {
        String address = server.address().orElseThrow();
        CommandResult answer = host.ask(Command.script("command -v showmount >/dev/null || exit " + NO_PROGRAM
                        + "; timeout 10 showmount --no-headers -e " + Shell.quote(address))
                .within(Duration.ofSeconds(20)));
        if (answer.exitStatus() == NO_PROGRAM) {
            return new Verdict.NotNeeded("there is no showmount here (package nfs-common)");
        }
        if (answer.text().lines().anyMatch(line -> line.startsWith(server.folder() + " "))) {
            return Verdict.inPlace(host.target() + " sees it at " + address);
        }
        String said = answer.succeeded()
                ? "it exports: " + answer.text()
                : answer.errors().strip();
        return new Verdict.Pending(
                address + " does not show it" + (said.isBlank() ? "" : ": " + said),
                FOR_ITS_START,
                probe -> "See `systemctl status nfs-server rpcbind` on " + server.target()
                        + "; a firewall must let 111, 2049 and mountd's port through");
    }
}
