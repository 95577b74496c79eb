package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot is on this machine too, for its owner only, with its sha256 and the token that a restore on other machines
 * needs.
 *
 * @param name empty for the newest one
 */
record SnapshotHere(NodeSpec server, Optional<String> name, Path folder) implements Task {
    @Override
    public String title() {
        return "Bring " + name.orElse("the newest snapshot") + " to " + folder;
    }

    @Override
    public Verdict check(Probe host) {
        Snapshot snapshot = find(host);
        String remote = SnapshotFolder.of(server).file(snapshot.name());
        String sha256 = host.ask(Command.of("sha256sum", remote)).text().replaceFirst("(?s)\\s.*", "");
        Secret token = SnapshotFolder.token(host, snapshot.name())
                .orElseThrow(() -> new K3sDeployException(
                        "Server " + host.target() + " has no token, without which nobody can restore the snapshot",
                        "See `k3sdeploy status`"));
        LocalSnapshot here = LocalSnapshot.at(folder.resolve(snapshot.name()));
        if (here.hasSha256(sha256) && OwnerOnlyFile.holds(here.tokenFile(), token.reveal() + "\n")) {
            return Verdict.inPlace(here.file() + " is the server's");
        }
        return Verdict.drift("write " + here.file() + " and its token", machine -> {
            Download.of(machine, remote, snapshot.size()).to(here.file());
            OwnerOnlyFile.write(here.tokenFile(), token.reveal() + "\n");
            OwnerOnlyFile.write(here.sumFile(), sha256 + "  " + snapshot.name() + "\n");
        });
    }

    private Snapshot find(Probe host) {
        List<Snapshot> all = SnapshotFolder.of(server).list(host);
        return all.stream()
                .filter(each -> name.map(each.name()::equals).orElse(true))
                .findFirst()
                .orElseThrow(() -> new K3sDeployException(
                        "Server " + host.target() + " has no snapshot"
                                + name.map(text -> " " + text).orElse(""),
                        "`k3sdeploy snapshot list` shows them; -l NAME chooses another server"));
    }
}
