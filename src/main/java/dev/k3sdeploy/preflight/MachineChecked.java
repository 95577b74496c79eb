package dev.k3sdeploy.preflight;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machine can become a node. Nothing here can be mended from afar, so it is so or it fails. */
record MachineChecked(Preflight preflight, Consumer<Finding> warnings) implements Task {
    @Override
    public String title() {
        return "Check the machine";
    }

    @Override
    public Verdict check(Probe host) {
        List<Finding> findings = preflight.findings(host);
        findings.stream().filter(finding -> finding.is(Finding.Level.WARNING)).forEach(warnings);
        List<Finding> failures = findings.stream()
                .filter(finding -> finding.is(Finding.Level.FAILURE))
                .toList();
        if (!failures.isEmpty()) {
            throw problem(failures);
        }
        return Verdict.inPlace(count(findings, Finding.Level.OK) + " checks passed, "
                + count(findings, Finding.Level.WARNING) + " warnings");
    }

    private static K3sDeployException problem(List<Finding> failures) {
        String names = failures.stream().map(Finding::check).collect(Collectors.joining(","));
        return new K3sDeployException(
                lines(failures.stream().map(Finding::told)),
                lines(Stream.concat(
                        failures.stream().map(Finding::next).distinct(), Stream.of(Message.of("check.go-on", names)))));
    }

    private static Message lines(Stream<Message> messages) {
        return messages.reduce((above, below) -> Message.shaped("{0}\n{1}", above, below))
                .orElse(Message.NONE);
    }

    private static long count(List<Finding> findings, Finding.Level level) {
        return findings.stream().filter(finding -> finding.is(level)).count();
    }
}
