package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import java.util.List;

/** Every snapshot of a server has the token with it that it needs: once the server has another one, nobody could tell. */
record SnapshotTokensKept(NodeSpec server) implements Task {
    @Override
    public String title() {
        return "Keep the token with the snapshots";
    }

    @Override
    public Verdict check(Probe host) {
        SnapshotFolder folder = SnapshotFolder.of(server);
        List<String> without = folder.list(host).stream()
                .filter(snapshot -> !snapshot.withToken())
                .map(Snapshot::name)
                .toList();
        return without.isEmpty()
                ? Verdict.inPlace("no snapshot is without one")
                : Verdict.drift(
                        "keep it with " + String.join(", ", without),
                        machine -> machine.run(Command.script(folder.keepTokens())));
    }
}
