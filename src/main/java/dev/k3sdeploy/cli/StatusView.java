package dev.k3sdeploy.cli;

import dev.k3sdeploy.Status;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.Certificate;
import dev.k3sdeploy.k3s.ClusterNode;
import dev.k3sdeploy.k3s.MachineStatus;
import dev.k3sdeploy.problem.K3sDeployException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi.Style;

/** A cluster's state as two small tables, or as one JSON object. */
final class StatusView {
    private final Terminal terminal;

    StatusView(Terminal terminal) {
        this.terminal = terminal;
    }

    void text(Status status) {
        terminal.line(terminal.styled(Style.bold, "Cluster " + status.cluster()));
        if (status.simulated()) {
            terminal.line(terminal.styled(Style.fg_yellow, "SIMULATED: the lab's simulator stands in for K3S here"));
        }
        List<List<String>> machines = new ArrayList<>(List.of(List.of("MACHINE", "ROLE", "UNIT", "K3S")));
        status.machines().forEach((target, answer) -> machines.add(row(target, answer)));
        Table.print(machines, terminal);
        status.machines().values().forEach(answer -> {
            if (answer.problem() != null) {
                PlainView.explain(answer.problem(), terminal);
            }
        });
        status.machines()
                .forEach((target, answer) -> answer.answered()
                        .ifPresent(machine -> warnOfCertificates(
                                target, machine, InstantSource.system().instant())));
        terminal.line("");
        if (status.apiError().isEmpty()) {
            List<List<String>> nodes =
                    new ArrayList<>(List.of(List.of("NODE", "STATUS", "ROLES", "INTERNAL-IP", "VERSION")));
            status.nodes().forEach(node -> nodes.add(row(node)));
            Table.print(nodes, terminal);
        } else {
            terminal.line("The API does not answer: " + status.apiError());
        }
        if (!status.strangers().isEmpty()) {
            terminal.line("");
            terminal.line("Not in the inventory: " + String.join(", ", status.strangers())
                    + "; `k3sdeploy up --prune` removes such nodes");
        }
    }

    private void warnOfCertificates(Target target, MachineStatus machine, Instant now) {
        List<Certificate> soon = machine.certificates().stream()
                .filter(certificate -> certificate.endsSoon(now))
                .toList();
        if (!soon.isEmpty()) {
            Certificate first = soon.get(0);
            String when = first.daysLeft(now) < 0 ? "has ended" : "ends in " + first.daysLeft(now) + " days";
            terminal.line(terminal.styled(
                    Style.fg_yellow,
                    "Warning: [" + target + "] " + first.file() + " " + when
                            + (soon.size() > 1 ? ", and " + (soon.size() - 1) + " others end soon" : "")
                            + (first.authority()
                                    ? "; an authority is renewed by hand: `k3s certificate rotate-ca`"
                                    : "; `k3sdeploy certs rotate` or a restart renews them")));
        }
    }

    private static List<String> row(Target target, Survey.Answer<MachineStatus> answer) {
        return answer.answered()
                .map(machine -> List.of(
                        target.name(),
                        machine.role().command(),
                        machine.service(),
                        machine.version() + (machine.simulated() ? " (simulated)" : "")))
                .orElseGet(() -> List.of(target.name(), "?", "unreachable", "?"));
    }

    private static List<String> row(ClusterNode node) {
        return List.of(
                node.name(),
                node.ready() ? "Ready" : "NotReady",
                node.roles().isEmpty() ? "<none>" : String.join(",", node.roles()),
                node.ip(),
                node.version());
    }

    void json(Status status) {
        Map<String, Object> machines = new LinkedHashMap<>();
        status.machines().forEach((target, answer) -> machines.put(target.name(), fields(answer)));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "status");
        fields.put("cluster", status.cluster());
        fields.put("healthy", status.healthy());
        fields.put("simulated", status.simulated());
        fields.put("machines", machines);
        fields.put("nodes", status.nodes());
        fields.put("apiError", status.apiError());
        fields.put("strangers", status.strangers());
        fields.put("kubeconfig", status.kubeconfig().toString());
        terminal.line(JsonView.text(fields));
    }

    private static Map<String, Object> fields(Survey.Answer<MachineStatus> answer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        K3sDeployException problem = answer.problem();
        if (problem != null) {
            fields.put("problem", problem.summary());
        }
        answer.answered().ifPresent(machine -> {
            fields.put("role", machine.role().command());
            fields.put("unit", machine.service());
            fields.put("version", machine.version());
            fields.put("simulated", machine.simulated());
            machine.certificates().stream()
                    .findFirst()
                    .ifPresent(
                            first -> fields.put("certificatesEnd", first.ends().toString()));
        });
        return fields;
    }
}
