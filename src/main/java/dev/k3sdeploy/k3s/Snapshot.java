package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Target;
import java.time.Instant;

/**
 * A copy of a cluster's state, on the server that made it.
 *
 * @param name of its file
 * @param server the machine that has it
 * @param size in bytes
 * @param taken by the server's clock
 * @param withToken whether the server's token of that time is kept with it; K3S's own snapshots go without
 */
public record Snapshot(String name, Target server, long size, Instant taken, boolean withToken) {
    /** How the name of a copy of SQLite's files ends; K3S itself makes none. */
    static final String SQLITE = ".sqlite.tar.gz";

    static boolean isSqlite(String name) {
        return name.endsWith(SQLITE);
    }

    /** {@return {@code etcd} or {@code sqlite}} */
    public String datastore() {
        return isSqlite(name) ? "sqlite" : "etcd";
    }
}
