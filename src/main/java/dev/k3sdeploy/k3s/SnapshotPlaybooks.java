package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.task.FileAbsent;
import dev.k3sdeploy.task.FileContent;
import dev.k3sdeploy.task.RemoteFile;
import dev.k3sdeploy.task.UploadedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Copies of a cluster's state: made, brought here, removed, and put in its place again. */
public final class SnapshotPlaybooks {
    private SnapshotPlaybooks() {}

    /**
     * A copy is made on a server.
     *
     * @param cluster whose state it is
     * @param server a server of it
     * @param name what its name begins with
     * @param run as for {@link Restarted}
     * @param fetchTo where a copy of the copy goes on this machine
     * @param notes hears the copy's name when there is one
     * @return plays in their order
     */
    public static Playbook save(
            ClusterSpec cluster,
            NodeSpec server,
            String name,
            String run,
            Optional<Path> fetchTo,
            Consumer<String> notes) {
        List<Task> tasks = new ArrayList<>(List.of(new SnapshotTaken(server, cluster, name, run, notes)));
        fetchTo.ifPresent(folder -> tasks.add(new SnapshotHere(server, Optional.empty(), folder)));
        return Playbook.of(
                "Save a snapshot: cluster " + cluster.name(),
                Play.of("Save a snapshot", List.of(server.target()), tasks.toArray(Task[]::new)));
    }

    /**
     * A copy is brought here.
     *
     * @param cluster whose state it is
     * @param server a server of it
     * @param name empty for the newest one
     * @param folder created where it is missing
     * @return plays in their order
     */
    public static Playbook fetch(ClusterSpec cluster, NodeSpec server, Optional<String> name, Path folder) {
        return Playbook.of(
                "Fetch a snapshot: cluster " + cluster.name(),
                Play.of("Fetch a snapshot", List.of(server.target()), new SnapshotHere(server, name, folder)));
    }

    /**
     * Only the newest copies of that name stay on each of these servers.
     *
     * @param cluster whose state it is
     * @param servers those to clear up
     * @param name what the copies' names begin with; others are left
     * @param keep how many stay on each server, 1 or more
     * @return one play
     */
    public static Playbook prune(ClusterSpec cluster, List<NodeSpec> servers, String name, int keep) {
        Play.Builder play = Play.titled("Remove old snapshots");
        servers.forEach(server -> play.on(server.target(), new SnapshotsPruned(server, name, keep)));
        return Playbook.of("Prune snapshots: cluster " + cluster.name(), play.build());
    }

    /**
     * The whole cluster has a copy's state again: the first server as the only one, then the others join it one at a time
     * as new ones would, then the agents are restarted, since what they know may never have been.
     *
     * @param restore whose, and from what
     * @param run as for {@link Restarted}
     * @return plays in their order; one that was killed is made again from its beginning
     */
    public static Playbook restore(Restore restore, String run) {
        ClusterSpec cluster = restore.cluster();
        Target first = restore.first();
        List<Play> plays = new ArrayList<>(
                List.of(look(restore), stop(restore), replace(restore), join(restore), agents(cluster, run)));
        plays.add(Play.of(
                "Wait for the cluster",
                List.of(first),
                new NodesReady(cluster.nodes(), cluster.readyWithin()),
                new KubeconfigHere(cluster),
                new RestoreEnded(restore)));
        plays.add(Play.of(
                "Tidy up the other servers",
                others(cluster).stream().map(NodeSpec::target).toList(),
                tidy()));
        plays.add(Play.of("Tidy up", List.of(first), tidy()));
        return new Playbook(
                "Restore " + restore.snapshot() + ": cluster " + cluster.name(),
                plays.stream().filter(play -> !play.tasks().isEmpty()).toList());
    }

    private static List<NodeSpec> others(ClusterSpec cluster) {
        return cluster.servers().subList(1, cluster.servers().size());
    }

    private static Task tidy() {
        return new FileAbsent(RestoreNote.FILE);
    }

    private static Play look(Restore restore) {
        Play.Builder play = Play.titled("Look at the machines and the snapshot");
        restore.cluster().nodes().forEach(node -> play.on(node.target(), new RestorePossible(node, restore)));
        restore.local().ifPresent(local -> play.on(restore.first(), upload(restore, local)));
        restore.local()
                .flatMap(local -> restore.givenToken())
                .ifPresent(token -> play.on(restore.first(), token(restore, token)));
        return play.build();
    }

    private static Task upload(Restore restore, LocalSnapshot local) {
        return new UploadedFile(
                "Send " + local.file(),
                new RemoteFile(restore.file(), "0600"),
                host -> new UploadedFile.Source(
                        local.name(), Content.of(local.file()), local.hash().sha256()));
    }

    private static Task token(Restore restore, Secret token) {
        return FileContent.secret(
                new RemoteFile(SnapshotFolder.tokenFile(restore.snapshot()), "0600"), host -> token.reveal() + "\n");
    }

    private static Play stop(Restore restore) {
        Play.Builder play = Play.titled("Stop the servers");
        restore.cluster().servers().forEach(server -> play.on(server.target(), new StoppedForRestore(server, restore)));
        return play.build();
    }

    private static Play replace(Restore restore) {
        NodeSpec first = restore.firstServer();
        ClusterSpec cluster = restore.cluster();
        return Play.of(
                "Restore the first server",
                List.of(first.target()),
                new StateRestored(restore),
                new Environment(first, cluster),
                new NodeService(first, cluster),
                new MachinesKnown(restore),
                new NodesReady(List.of(first), cluster.readyWithin()));
    }

    private static Play join(Restore restore) {
        Play.Builder play = Play.titled("Join the other servers, one at a time");
        for (NodeSpec server : others(restore.cluster())) {
            play.on(
                    server.target(),
                    new StatePutAside(restore),
                    new Environment(server, restore.cluster()),
                    new NodeService(server, restore.cluster()));
        }
        return play.build();
    }

    private static Play agents(ClusterSpec cluster, String run) {
        Play.Builder play =
                Play.titled("Restart the agents").turns(cluster.rollout().agentsAtOnce());
        for (NodeSpec agent : cluster.agents()) {
            play.on(agent.target(), new Environment(agent, cluster), new Restarted(agent, cluster, run));
        }
        return play.build();
    }
}
