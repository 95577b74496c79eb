package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Shell;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A server's state was copied in this run, and the token with it. K3S copies an etcd while it runs; SQLite's files are
 * copied while K3S is stopped, and pods live on.
 *
 * @param name what the copy's name begins with
 * @param run as for {@link Restarted}
 * @param notes hears that K3S is about to be stopped
 */
record SnapshotTaken(NodeSpec server, ClusterSpec cluster, String name, String run, Consumer<String> notes)
        implements Task {
    private static final Duration COPYING = Duration.ofMinutes(10);
    private static final String NOTE = "/run/k3sdeploy/snapshot";

    @Override
    public String title() {
        return "Save a snapshot";
    }

    @Override
    public Verdict check(Probe host) {
        UnitState unit = UnitState.of(host, server.role());
        UnitStarted.requireInstalled(host, unit.service());
        List<String> note = host.read(NOTE).orElse("").lines().toList();
        Datastore datastore = Datastore.of(host);
        if (note.size() == 2 && note.get(0).equals(run)) {
            return datastore == Datastore.SQLITE
                    ? new NodeService(server, cluster).check(host)
                    : Verdict.inPlace("saved as " + note.get(1));
        }
        return switch (datastore) {
            case ETCD -> ofEtcd(host, unit.service());
            case SQLITE ->
                Verdict.stage("stop K3S, copy its SQLite files, start it", machine -> ofSqlite(machine, unit.step()));
            case NONE ->
                throw new K3sDeployException(
                        "On " + host.target() + ", there is neither etcd nor SQLite",
                        "Run `k3sdeploy up` first; an external datastore is saved by its own tools");
        };
    }

    private Verdict ofEtcd(Probe host, Service service) {
        if (!service.active()) {
            throw new K3sDeployException(
                    "On " + host.target() + ", K3S is " + service.describe() + ", and etcd is saved by a K3S that runs",
                    "`k3sdeploy start`, or save it on another server: -l NAME");
        }
        return Verdict.drift("save etcd as " + name + "-…", machine -> machine.run(save()));
    }

    /** The new file is told by its name: the clock of a file system may stand still for as long as a copy takes. */
    private Command save() {
        SnapshotInS3 s3 = new SnapshotInS3(server);
        return Command.script("""
                        set -e
                        %s
                        folder=%s
                        mkdir -p /run/k3sdeploy
                        log=/run/k3sdeploy/snapshot.log
                        known=$(ls "$folder" 2>/dev/null || :)
                        /usr/local/bin/k3s etcd-snapshot save --name %s%s%s >"$log" 2>&1 || {
                          tail -n 5 "$log" | cut -c 1-400 >&2; exit 1; }
                        for file in "$folder"/%s-*; do
                          name=${file##*/}
                          if [ -f "$file" ] && ! printf '%%s\n' "$known" | grep -qxF -- "$name"; then break; fi
                          name=
                        done
                        [ -n "$name" ] || { echo 'K3S wrote no file:' >&2; tail -n 5 "$log" >&2; exit 1; }
                        %s
                        printf '%%s\n' %s "$name" >%s
                        """.formatted(
                                SnapshotInS3.readKeys(),
                                Shell.quote(folder().path()),
                                Shell.quote(name),
                                folder().usual() ? "" : " --dir " + Shell.quote(folder().path()),
                                s3.flags(),
                                Shell.quote(name),
                                SnapshotFolder.keepToken(),
                                Shell.quote(run),
                                NOTE))
                .withStdin(s3.keys())
                .within(COPYING);
    }

    private SnapshotFolder folder() {
        return SnapshotFolder.of(server);
    }

    /** A run that dies in the middle leaves the step's note: the next one, or an {@code up}, starts K3S. */
    private void ofSqlite(Machine machine, RollingStep before) {
        notes.accept("K3S on " + machine.target() + " is stopped while its SQLite files are copied; pods live on");
        if (before == RollingStep.NONE) {
            machine.run(Command.script(RollingStep.RESTARTING.noted()));
        }
        try {
            UnitStopped.stop(machine, server.role());
            machine.run(copy());
        } finally {
            new ServiceCurrent(server.role()).restart(machine);
        }
    }

    /** With the authorities and passwords that the state belongs to: K3S keeps those of SQLite in files. */
    private Command copy() {
        return Command.script("""
                        set -e
                        umask 077
                        mkdir -p %s /run/k3sdeploy
                        name=%s-$(uname -n)-$(date +%%s)%s
                        cd %s
                        set -- db/state.db*
                        for file in tls/*-ca.crt tls/*-ca.key tls/etcd/*-ca.crt tls/etcd/*-ca.key tls/service*.key cred/passwd \\
                            cred/ipsec.psk cred/encryption-*.json; do
                          [ ! -e "$file" ] || set -- "$@" "$file"
                        done
                        tar -czf %s/"$name".k3sdeploy-part "$@"
                        sync
                        mv -f %s/"$name".k3sdeploy-part %s/"$name"
                        %s
                        printf '%%s\\n' %s "$name" >%s
                        """.formatted(
                                Shell.quote(folder().path()),
                                Shell.quote(name),
                                Snapshot.SQLITE,
                                SnapshotFolder.SERVER,
                                Shell.quote(folder().path()),
                                Shell.quote(folder().path()),
                                Shell.quote(folder().path()),
                                SnapshotFolder.keepToken(),
                                Shell.quote(run),
                                NOTE))
                .within(COPYING);
    }
}
