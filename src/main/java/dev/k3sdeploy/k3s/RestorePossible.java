package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Secret;

/** Nothing that can be known beforehand keeps the snapshot from being restored here. Changes nothing. */
record RestorePossible(NodeSpec node, Restore restore) implements Task {
    @Override
    public String title() {
        return "See whether " + restore.snapshot() + " can be restored";
    }

    @Override
    public Verdict check(Probe host) {
        UnitStarted.requireInstalled(host, Service.of(host, node.role()));
        if (!node.target().equals(restore.first())) {
            return Verdict.inPlace("K3S is here");
        }
        requireSnapshot(host);
        requireDatastore(host);
        requireToken(host);
        return Verdict.inPlace(restore.step(host) == RestoreNote.Step.NONE ? "it can" : "it was begun before");
    }

    private void requireSnapshot(Probe host) {
        if (restore.local().isEmpty() && !host.holds(Command.of("test", "-f", restore.file()))) {
            throw new K3sDeployException(
                    "Server " + host.target() + " has no snapshot " + restore.snapshot(),
                    "`k3sdeploy snapshot list` shows what there is; what another server has, fetch, and restore the"
                            + " file");
        }
    }

    private void requireDatastore(Probe host) {
        if (!restore.sqlite()) {
            return;
        }
        if (restore.cluster().servers().size() > 1 || Datastore.of(host) == Datastore.ETCD) {
            throw new K3sDeployException(
                    restore.snapshot() + " is a copy of SQLite, and the cluster's servers have an etcd",
                    "Restore it to a single server, then let it grow: `k3sdeploy up` with the others in the inventory");
        }
    }

    /** Without its token the state cannot be read, or K3S makes up new authorities for it without saying so. */
    private void requireToken(Probe host) {
        if (restore.local().isPresent() && restore.givenToken().isEmpty()) {
            throw new K3sDeployException(
                    "There is no token for " + restore.snapshot() + ": no file "
                            + restore.local().get().tokenFile(),
                    "Give the token of the cluster that it was taken of: --token-file FILE");
        }
        node.token().ifPresent(wished -> requireSame(host, wished));
    }

    private void requireSame(Probe host, Secret wished) {
        boolean other = restore.token(host)
                .map(token -> !Restore.password(token).equals(Restore.password(wished)))
                .orElse(false);
        if (other) {
            throw new K3sDeployException(
                    "The inventory's k3s_token is not the token of " + restore.snapshot()
                            + ": K3S would not start with it",
                    "Set k3s_token to the token beside the snapshot, or leave it out");
        }
    }
}
