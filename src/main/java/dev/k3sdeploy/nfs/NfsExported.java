package dev.k3sdeploy.nfs;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.task.FileContent;
import dev.k3sdeploy.task.RemoteFile;
import java.util.Arrays;
import java.util.List;

/**
 * The folder is exported to its clients: by a file of ours, so that exports of others are never touched, and in the table
 * that the server goes by. The same line in /etc/exports, as Ansible's playbooks write it, will do as well.
 */
record NfsExported(NfsServer server) implements Task {
    static final String FILE = "/etc/exports.d/k3sdeploy.exports";
    static final String RELOAD = "exportfs -ra";
    private static final String NOTICE =
            "# Written by k3sdeploy: the next `k3sdeploy up` replaces changes made here.\n";
    private static final String MISSING = "missing";
    private static final String QUESTION = "command -v exportfs >/dev/null || echo " + MISSING
            + "; grep -E '^[[:space:]]*/' /etc/exports 2>/dev/null; echo ==; cat /var/lib/nfs/etab 2>/dev/null";

    @Override
    public String title() {
        return "Export " + server.folder();
    }

    @Override
    public Verdict check(Probe host) {
        String[] answer = host.ask(Command.script(QUESTION)).out().text().split("(?m)^==\\R", -1);
        List<String> others = answer[0].lines().map(String::strip).toList();
        if (others.contains(MISSING)) {
            throw new K3sDeployException(
                    "On " + server.target() + ", no NFS server is installed",
                    "Install it by hand (nfs-kernel-server, or nfs-utils on other distributions), and run `up` again");
        }
        List<String> live = answer.length > 1 ? answer[1].lines().toList() : List.of();
        if (others.contains(server.line())) {
            return live(live, Verdict.inPlace("/etc/exports has it"));
        }
        refuseAnother(others);
        Verdict file = file().check(host);
        if (file instanceof Verdict.Drift drift) {
            return Verdict.drift(drift.diff(), machine -> {
                drift.fix().apply(machine);
                machine.run(Command.script(RELOAD));
            });
        }
        return live(live, Verdict.inPlace(server.folder() + " is exported to " + String.join(", ", server.clients())));
    }

    private FileContent file() {
        return FileContent.of(new RemoteFile(FILE, "0644"), NOTICE + server.line() + "\n");
    }

    private Verdict live(List<String> live, Verdict inPlace) {
        return live.stream().anyMatch(line -> line.startsWith(server.folder() + "\t"))
                ? inPlace
                : Verdict.drift("let the server read its exports", machine -> machine.run(Command.script(RELOAD)));
    }

    private void refuseAnother(List<String> others) {
        others.stream()
                .filter(line -> Arrays.asList(line.split("\\s+")).get(0).equals(server.folder()))
                .findFirst()
                .ifPresent(line -> {
                    throw new K3sDeployException(
                            "On " + server.target() + ", /etc/exports has other wishes for " + server.folder() + ": "
                                    + line,
                            "Remove that line, so that nfs_host and nfs_data_dir hold, or export another folder");
                });
    }
}
