package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.remote.Command;

/** What holds a cluster's state on a server. */
enum Datastore {
    ETCD,
    SQLITE,
    NONE;

    private static final Command QUESTION = Command.script(
            "cd @server/db 2>/dev/null || exit 0; [ ! -e etcd/member ] || echo ETCD; [ ! -e state.db ] || echo SQLITE"
                    .replace("@server", SnapshotFolder.SERVER));

    /** A server that K3S has taken from SQLite to etcd still has the old file. */
    static Datastore of(Probe server) {
        return server.ask(QUESTION)
                .text()
                .lines()
                .findFirst()
                .map(Datastore::valueOf)
                .orElse(NONE);
    }
}
