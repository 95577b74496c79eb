package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Shell;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Of the snapshots that were saved under a name on a server, only the newest are there. K3S looks after those that it
 * makes by itself (etcd-snapshot-retention).
 *
 * @param keep how many stay, 1 or more
 */
record SnapshotsPruned(NodeSpec server, String name, int keep) implements Task {
    private static final Duration DELETING = Duration.ofMinutes(5);

    @Override
    public String title() {
        return "Keep the newest " + keep + " snapshots «" + name + "»";
    }

    @Override
    public Verdict check(Probe host) {
        SnapshotFolder folder = SnapshotFolder.of(server);
        Pattern ours = Pattern.compile(Pattern.quote(
                        name + "-" + host.ask(Command.of("uname", "-n")).text()) + "(-[0-9a-f]{8})?-\\d+(\\.\\w+)*");
        List<String> found = folder.list(host).stream()
                .map(Snapshot::name)
                .filter(each -> ours.matcher(each).matches())
                .toList();
        List<String> old = found.subList(Math.min(keep, found.size()), found.size());
        return old.isEmpty()
                ? Verdict.inPlace("there are " + found.size())
                : Verdict.drift("delete " + String.join(", ", old), machine -> delete(machine, folder, old));
    }

    /** K3S keeps a list of etcd's snapshots in the cluster, and deletes the copies in S3 with them. */
    private static void delete(Machine machine, SnapshotFolder folder, List<String> names) {
        List<String> ofEtcd =
                names.stream().filter(each -> !Snapshot.isSqlite(each)).toList();
        if (!ofEtcd.isEmpty()) {
            String dir = folder.usual() ? "" : " --dir " + Shell.quote(folder.path());
            machine.run(Command.script("/usr/local/bin/k3s etcd-snapshot delete" + dir + " " + Shell.join(ofEtcd))
                    .within(DELETING));
        }
        machine.run(Command.script("rm -f -- "
                + names.stream()
                        .flatMap(each -> Stream.of(folder.file(each), SnapshotFolder.tokenFile(each)))
                        .map(Shell::quote)
                        .collect(Collectors.joining(" "))));
    }
}
