package dev.k3sdeploy.cli;

import dev.k3sdeploy.Status;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.Certificate;
import dev.k3sdeploy.k3s.ClusterNode;
import dev.k3sdeploy.k3s.MachineStatus;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
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
        terminal.line(terminal.styled(Style.bold, terminal.words(Message.of("status.cluster", status.cluster()))));
        if (status.simulated()) {
            terminal.line(terminal.styled(Style.fg_yellow, terminal.words(Message.of("status.simulated"))));
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
            terminal.line(Message.of("status.no-api", status.apiError()));
        }
        if (!status.strangers().isEmpty()) {
            terminal.line("");
            terminal.line(Message.of("status.strangers", String.join(", ", status.strangers())));
        }
    }

    private void warnOfCertificates(Target target, MachineStatus machine, Instant now) {
        List<Certificate> soon = machine.certificates().stream()
                .filter(certificate -> certificate.endsSoon(now))
                .toList();
        if (!soon.isEmpty()) {
            Certificate first = soon.get(0);
            Message when = first.daysLeft(now) < 0
                    ? Message.of("status.certificate.ended")
                    : Message.of("status.certificate.ends", first.daysLeft(now));
            Message others = soon.size() > 1 ? Message.of("status.certificate.others", soon.size() - 1) : Message.NONE;
            Message next = first.authority()
                    ? Message.of("status.certificate.authority")
                    : Message.of("status.certificate.renew");
            Message ending = Message.shaped("[{0}] {1} {2}{3}; {4}", target, first.file(), when, others, next);
            terminal.line(terminal.styled(Style.fg_yellow, terminal.words(Message.of("warning", ending))));
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
