package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.Snapshot;
import dev.k3sdeploy.problem.K3sDeployException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "The snapshots on the servers, the newest first; those that K3S makes by itself among them.",
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy snapshot list -i inventory/ha.yml")
final class SnapshotListCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Override
    public Integer call() {
        Map<Target, Survey.Answer<List<Snapshot>>> answers =
                mixin.cluster(ClusterOptions.DEFAULTS).upkeep().snapshots().list();
        List<Snapshot> all = answers.values().stream()
                .flatMap(answer -> answer.answered().stream())
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Snapshot::taken).reversed())
                .toList();
        if (mixin.json()) {
            all.forEach(this::json);
        } else {
            table(all);
        }
        int code = ExitCode.DONE;
        for (Survey.Answer<List<Snapshot>> answer : answers.values()) {
            K3sDeployException problem = answer.problem();
            if (problem != null) {
                PlainView.explain(problem, mixin.terminal());
                code = ExitCode.of(problem);
            }
        }
        return code;
    }

    private void table(List<Snapshot> all) {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("SNAPSHOT", "SERVER", "TAKEN", "SIZE", "TOKEN")));
        all.forEach(snapshot -> rows.add(List.of(
                snapshot.name(),
                snapshot.server().name(),
                snapshot.taken().toString(),
                String.format(Locale.ROOT, "%.1f MB", snapshot.size() / 1e6),
                snapshot.withToken() ? "kept" : "the server's")));
        Table.print(rows, mixin.terminal());
    }

    private void json(Snapshot snapshot) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "snapshot");
        fields.put("name", snapshot.name());
        fields.put("server", snapshot.server().name());
        fields.put("datastore", snapshot.datastore());
        fields.put("taken", snapshot.taken().toString());
        fields.put("bytes", snapshot.size());
        fields.put("tokenKept", snapshot.withToken());
        mixin.terminal().line(JsonView.text(fields));
    }
}
