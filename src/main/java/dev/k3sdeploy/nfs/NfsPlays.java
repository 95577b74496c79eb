package dev.k3sdeploy.nfs;

import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.task.FolderThere;
import dev.k3sdeploy.task.PackagesInstalled;
import dev.k3sdeploy.task.ServiceRunning;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The plays of NFS servers, beside those of a cluster. */
public final class NfsPlays {
    private static final List<String> PACKAGES = List.of("nfs-kernel-server");

    private NfsPlays() {}

    /**
     * Folder, export and service, and a look at the export from a node of the cluster.
     *
     * @param servers none where nothing is to be served
     * @param nodes agents first: the first one that is no server of NFS itself looks
     * @param limit the machines to change
     * @return in their order; none without servers
     */
    public static List<Play> up(List<NfsServer> servers, List<Target> nodes, Predicate<Target> limit) {
        Play.Builder serve = Play.titled("Serve a folder by NFS");
        Play.Builder look = Play.titled("Look at the NFS exports from a node");
        for (NfsServer server : limited(servers, limit)) {
            serve.on(
                    server.target(),
                    new PackagesInstalled(PACKAGES, server.airgapped()),
                    new FolderThere(server.folder(), "0777"),
                    new NfsExported(server),
                    new ServiceRunning("nfs-server", "nfs"));
            viewer(server, nodes, limit).ifPresent(node -> look.on(node, new NfsSeen(server)));
        }
        return wanted(serve.build(), look.build());
    }

    /**
     * What a machine needs that serves nothing, or nothing any more: an export of ours does not stay.
     *
     * @param servers of the inventory
     * @param machine one that is reached anyway
     * @return none for a machine that serves
     */
    public static List<Task> elsewhere(List<NfsServer> servers, Target machine) {
        return servers.stream().anyMatch(server -> server.target().equals(machine))
                ? List.of()
                : List.of(new NfsNotExported());
    }

    /**
     * No longer exported; what is in the folder stays.
     *
     * @param machines those that have served, too, and are out of the group since
     * @param limit the machines to change
     * @return in their order
     */
    public static List<Play> down(Collection<Target> machines, Predicate<Target> limit) {
        return wanted(
                Play.of("Stop serving by NFS", machines.stream().filter(limit).toList(), new NfsNotExported()));
    }

    private static Optional<Target> viewer(NfsServer server, List<Target> nodes, Predicate<Target> limit) {
        return server.address().isEmpty()
                ? Optional.empty()
                : nodes.stream()
                        .filter(node -> !node.equals(server.target()) && limit.test(node))
                        .findFirst();
    }

    private static List<NfsServer> limited(List<NfsServer> servers, Predicate<Target> limit) {
        return servers.stream().filter(server -> limit.test(server.target())).toList();
    }

    private static List<Play> wanted(Play... plays) {
        return Stream.of(plays).filter(play -> !play.tasks().isEmpty()).toList();
    }
}
