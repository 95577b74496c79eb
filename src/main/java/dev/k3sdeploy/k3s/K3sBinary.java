package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.task.RemoteFile;
import dev.k3sdeploy.task.UploadedFile;
import java.util.List;

/**
 * The wanted K3S is on the machine. Where one of several nodes runs another version, the wanted one waits beside it for
 * the node's turn: when etcd's leader restarts, K3S on other servers may end and start again by itself, and would come up
 * with whatever is in place.
 */
record K3sBinary(NodeSpec node, ClusterSpec cluster, Binaries binaries) implements Task {
    static final String PLACE = "/usr/local/bin/k3s";

    /** In the same folder, so that it takes its place by a rename. */
    static final String NEXT = PLACE + ".next";

    @Override
    public String title() {
        return "Install " + PLACE;
    }

    @Override
    public Verdict check(Probe host) {
        List<String> found = host.ask(Command.script("uname -m; " + Service.printActive(node.role()) + "; [ ! -e "
                        + PLACE + " ] || echo present; [ ! -e " + NEXT + " ] || echo waiting"))
                .out()
                .text()
                .lines()
                .toList();
        Verdict inPlace = uploaded(PLACE, found.get(0)).check(host);
        boolean waiting = found.contains("waiting");
        if (inPlace instanceof Verdict.InPlace) {
            return waiting
                    ? Verdict.drift("remove the one that waits beside it", machine -> machine.run(remove()))
                    : inPlace;
        }
        boolean runs = found.contains("active") || found.contains("activating");
        return runs && found.contains("present") && cluster.nodes().size() > 1
                ? uploaded(NEXT, found.get(0)).check(host)
                : inPlace;
    }

    private UploadedFile uploaded(String path, String machine) {
        return new UploadedFile(title(), new RemoteFile(path, "0755"), host -> binaries.forMachine(machine));
    }

    private static Command remove() {
        return Command.of("rm", "-f", NEXT);
    }

    /** Shell words that put in place what waits. */
    static String takeItsPlace() {
        return "[ ! -e @next ] || mv -fT @next @place".replace("@next", NEXT).replace("@place", PLACE);
    }
}
