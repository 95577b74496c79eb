package dev.k3sdeploy;

import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.k3s.LocalSnapshot;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Restore;
import dev.k3sdeploy.k3s.Snapshot;
import dev.k3sdeploy.k3s.SnapshotFolder;
import dev.k3sdeploy.k3s.SnapshotPlaybooks;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Copies of a cluster's state: its etcd, or its SQLite with the authorities that belong to it. */
public final class ClusterSnapshots {
    /** What a copy's name begins with, unless the user says otherwise; K3S's own word. */
    public static final String USUAL_NAME = "on-demand";

    private final ClusterUpkeep upkeep;
    private final ClusterSpec cluster;

    ClusterSnapshots(ClusterUpkeep upkeep) {
        this.upkeep = upkeep;
        this.cluster = upkeep.cluster();
        if (cluster.datastore().isPresent()) {
            throw new K3sDeployException(
                    "The servers share a database of yours (k3s_datastore_endpoint), which K3S takes no snapshots of",
                    "Use the database's own tools, and keep the server's token with what they make");
        }
    }

    /**
     * Copies the state on a server: the first one that the limit lets through. With SQLite K3S is stopped for it.
     *
     * @param name what the copy's name begins with
     * @param fetchTo where a copy of the copy goes on this machine
     * @return each step with its outcome
     */
    public Report save(String name, Optional<Path> fetchTo) {
        return upkeep.run(
                SnapshotPlaybooks.save(cluster, server(), checked(name), ClusterUpkeep.now(), fetchTo, upkeep.notes()));
    }

    /**
     * {@return the copies on the servers, the newest first; in place of those of a machine that does not answer, why}
     */
    public Map<Target, Survey.Answer<List<Snapshot>>> list() {
        Map<Target, Survey.Answer<List<Snapshot>>> all = new LinkedHashMap<>();
        servers()
                .forEach(server -> all.put(
                        server.target(),
                        upkeep.survey()
                                .answer(
                                        server.target(),
                                        host -> SnapshotFolder.of(server).list(host))));
        return all;
    }

    /**
     * Brings a copy here, with the token that a restore on other machines needs.
     *
     * @param name empty for the newest one
     * @param folder created where it is missing; snapshot and token are readable by their owner only
     * @return each step with its outcome
     */
    public Report fetch(Optional<String> name, Path folder) {
        return upkeep.run(SnapshotPlaybooks.fetch(cluster, server(), name, folder));
    }

    /**
     * Removes all but the newest copies of that name.
     *
     * @param name what the copies' names begin with; others are left
     * @param keep how many stay on each server, 1 or more
     * @return each server's outcome
     */
    public Report prune(String name, int keep) {
        if (keep < 1) {
            throw InvalidInputException.of("--keep", "must be 1 or more", "");
        }
        return upkeep.run(SnapshotPlaybooks.prune(cluster, servers(), checked(name), keep));
    }

    /**
     * Gives the cluster a copy's state; what came after it is lost.
     *
     * @param name of a copy on the first server
     * @param token that the copy was made with; empty for the one that is kept with it
     * @return each step with its outcome; when it fails on the way, {@code up} does not touch the cluster until a
     *     restore has ended
     */
    public Report restore(String name, Optional<Secret> token) {
        return restore(Restore.of(cluster, name, token));
    }

    /**
     * As {@link #restore(String, Optional)}, with a copy that is on this machine; the token may lie beside it.
     *
     * @param file as {@link #fetch} wrote it
     * @param token that the copy was made with; empty for the one that lies beside it
     * @return each step with its outcome
     */
    public Report restore(Path file, Optional<Secret> token) {
        return restore(Restore.of(cluster, LocalSnapshot.open(file), token));
    }

    private Report restore(Restore restore) {
        if (cluster.nodes().stream().anyMatch(node -> !upkeep.limit().test(node.target()))) {
            throw InvalidInputException.of("--limit", "a restore concerns the whole cluster", "leave it out");
        }
        return upkeep.run(SnapshotPlaybooks.restore(restore, ClusterUpkeep.now()));
    }

    /** K3S makes names of objects in the cluster of it. */
    private static String checked(String name) {
        if (!name.matches("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?")) {
            throw InvalidInputException.of(
                    "--name", "«" + name + "» must be of small letters, digits, - and .", "such as before-upgrade");
        }
        return name;
    }

    private List<NodeSpec> servers() {
        return cluster.servers().stream()
                .filter(server -> upkeep.limit().test(server.target()))
                .toList();
    }

    private NodeSpec server() {
        return servers().stream()
                .findFirst()
                .orElseThrow(() -> InvalidInputException.of("--limit", "none of these hosts is a server", ""));
    }
}
