package dev.k3sdeploy.preflight;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

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
        return new K3sDeployException(
                failures.stream().map(Finding::toString).collect(Collectors.joining("\n")),
                failures.stream().map(Finding::hint).distinct().collect(Collectors.joining("\n"))
                        + "\nTo go on all the same: --skip-preflight "
                        + failures.stream().map(Finding::check).collect(Collectors.joining(",")));
    }

    private static long count(List<Finding> findings, Finding.Level level) {
        return findings.stream().filter(finding -> finding.is(level)).count();
    }
}
