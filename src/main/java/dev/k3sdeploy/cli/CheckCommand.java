package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.preflight.Finding;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Look whether K3S can be installed; changes nothing. `up` does the same first.",
        footerHeading = "%nExample:%n",
        footer = {
            "  k3sdeploy check -i inventory/vagrantbox.yml",
            "",
            "Exit codes:",
            "  0 nothing is in the way, maybe with warnings; 1 something is",
            "  4 only that a machine is unreachable"
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Mixin
    private SkippedChecks skipped = new SkippedChecks();

    @Override
    public Integer call() {
        List<Finding> findings = mixin.cluster(ClusterOptions.DEFAULTS.skippingChecks(skipped.names()))
                .check();
        CheckView view = new CheckView(mixin.terminal(), mixin.verbose());
        if (mixin.json()) {
            view.json(findings);
        } else {
            view.text(findings);
        }
        List<Finding> failures = findings.stream()
                .filter(finding -> finding.is(Finding.Level.FAILURE))
                .toList();
        if (failures.isEmpty()) {
            return ExitCode.DONE;
        }
        return failures.stream().allMatch(failure -> failure.check().equals("reachable"))
                ? ExitCode.UNREACHABLE
                : ExitCode.FAILED;
    }
}
