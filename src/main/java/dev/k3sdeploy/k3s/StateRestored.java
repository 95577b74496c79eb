package dev.k3sdeploy.k3s;

import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.Shell;
import java.time.Duration;
import java.util.Optional;

/**
 * The first server has the snapshot's state, and starts as the only server of its cluster. Done again after a run that
 * died in it.
 */
record StateRestored(Restore restore) implements Task {
    private static final Duration RESTORING = Duration.ofMinutes(15);

    /** From then on the token is needed in any case; before, it had to be as the first start was given it. */
    private static final K3sVersion TOKEN_ALWAYS = K3sVersion.parse("v1.22.0+k3s1");

    @Override
    public String title() {
        return "Restore " + restore.snapshot();
    }

    @Override
    public Verdict check(Probe host) {
        RestoreNote.Step step = restore.step(host);
        return step.compareTo(RestoreNote.Step.REPLACED) >= 0
                ? Verdict.inPlace("it has the snapshot's state")
                : Verdict.drift("replace the state by the snapshot's", this::replace);
    }

    private void replace(Machine machine) {
        boolean others = restore.withOtherSecrets(machine);
        Optional<Secret> token = restore.token(machine);
        machine.run(Command.script("set -e\n" + preparation(others) + (restore.sqlite() ? ofSqlite() : ofEtcd())
                        + restore.at(RestoreNote.Step.REPLACED).noted())
                .withStdin(
                        others
                                ? token.map(Secret::reveal).orElse("") + "\n" + environment(machine, token) + "\n"
                                : "\n\n")
                .within(RESTORING));
    }

    /** Takes two lines: the token's file, where it is to be another one, and the token that K3S is to be told. */
    private static String preparation(boolean otherSecrets) {
        return """
                umask 077
                IFS= read -r file_token; IFS= read -r K3S_TOKEN
                [ -n "$K3S_TOKEN" ] && export K3S_TOKEN || unset K3S_TOKEN
                mkdir -p /run/k3sdeploy /var/lib/k3sdeploy
                if command -v flock >/dev/null; then exec 9>/run/k3sdeploy/restore.lock; flock 9; fi
                cd %s
                %s
                """.formatted(SnapshotFolder.SERVER, otherSecrets ? """
                        mkdir -p before-restore
                        for each in tls cred token node-token agent-token; do
                          if [ -e "$each" ] || [ -L "$each" ]; then
                            rm -rf "before-restore/$each"; mv "$each" before-restore/
                          fi
                        done
                        printf '%s\\n' "$file_token" >token""" : "");
    }

    private String environment(Probe host, Optional<Secret> token) {
        boolean wanted = restore.firstServer().token().isPresent()
                || K3sVersion.find(MachineStatus.of(host, Role.SERVER).version())
                        .filter(version -> version.compareTo(TOKEN_ALWAYS) < 0)
                        .isEmpty();
        return wanted ? token.map(Restore::password).orElse("") : "";
    }

    /**
     * K3S puts the old etcd aside by itself, and fails when there is none. It takes the path for a name in S3 where S3 is
     * configured.
     */
    private String ofEtcd() {
        boolean s3 = !restore.firstServer().options().get("etcd-s3").isEmpty();
        return """
                mkdir -p before-restore db/etcd
                for each in db/state.db*; do [ ! -e "$each" ] || mv -f "$each" before-restore/; done
                rm -f db/reset-flag
                /usr/local/bin/k3s server --cluster-reset --cluster-reset-restore-path=%s%s \\
                  >/var/lib/k3sdeploy/restore.log 2>&1 </dev/null || {
                    echo "K3S did not restore it; the end of /var/lib/k3sdeploy/restore.log:" >&2
                    tail -n 5 /var/lib/k3sdeploy/restore.log | cut -c 1-400 >&2; exit 1; }
                """.formatted(Shell.quote(restore.file()), s3 ? " --etcd-s3=false" : "");
    }

    private String ofSqlite() {
        return """
                gzip -t %1$s
                mkdir -p before-restore db
                for each in db/state.db*; do [ ! -e "$each" ] || mv -f "$each" before-restore/; done
                tar -xzf %1$s
                sync
                """.formatted(Shell.quote(restore.file()));
    }
}
