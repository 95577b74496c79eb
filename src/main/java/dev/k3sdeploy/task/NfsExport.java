package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Shell;
import java.util.List;

/**
 * A folder that anybody of a network may mount and write to: what a ReadWriteMany volume needs.
 *
 * @param folder absolute
 * @param clients as exports(5) has them: {@code 192.168.50.0/24}
 */
public record NfsExport(String folder, String clients) implements Task {
    private static final String EXPORTS = "/etc/exports.d/k3sdeploy.exports";

    /** @throws IllegalArgumentException when exports(5) would read something else */
    public NfsExport {
        if (!folder.matches("/[A-Za-z0-9_./-]+")) {
            throw new IllegalArgumentException("is «" + folder + "», which is not a folder's path");
        }
        if (!clients.matches("[A-Za-z0-9_.:*?/-]+")) {
            throw new IllegalArgumentException("is «" + clients + "», which is not a network or a host");
        }
    }

    public NfsExport withFolder(String other) {
        return new NfsExport(other, clients);
    }

    public NfsExport withClients(String others) {
        return new NfsExport(folder, others);
    }

    /** The whole NFS server. */
    public List<Task> server() {
        return List.of(
                new PackagesInstalled(List.of("nfs-kernel-server")),
                new OpenFolder(folder),
                FileContent.of(
                        new RemoteFile(EXPORTS, "0644"),
                        folder + " " + clients + "(rw,sync,fsid=0,no_subtree_check,no_root_squash)\n"),
                new ServiceRunning("nfs-kernel-server"),
                this);
    }

    @Override
    public String title() {
        return "Export " + folder + " by NFS";
    }

    /** exportfs breaks a line where a path is long. */
    @Override
    public Verdict check(Probe host) {
        String exported = host.ask(Command.script("exportfs")).text().replaceAll("\\n\\s+", " ");
        return exported.lines().anyMatch(line -> line.matches("\\Q" + folder + "\\E\\s+\\Q" + clients + "\\E"))
                ? Verdict.inPlace("it is exported to " + clients)
                : Verdict.drift("export it to " + clients, machine -> machine.run(Command.of("exportfs", "-ra")));
    }

    /** A folder that every user may write to. */
    private record OpenFolder(String path) implements Task {
        @Override
        public String title() {
            return "Make folder " + path;
        }

        @Override
        public Verdict check(Probe host) {
            String quoted = Shell.quote(path);
            return host.ask(Command.script("stat -c '%a %F' " + quoted + " 2>/dev/null"))
                            .text()
                            .equals("777 directory")
                    ? Verdict.inPlace("it is there, open to all")
                    : Verdict.drift(
                            "make it, open to all",
                            machine -> machine.run(Command.script("mkdir -p " + quoted + " && chmod 0777 " + quoted)));
        }
    }
}
