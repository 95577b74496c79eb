package dev.k3sdeploy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Let K3S make itself another token, and start every node with it: servers one at a time, then agents. Pods live on."
                    + " The old token is kept with the snapshots that need it. From K3S v1.28 on.",
        },
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy token rotate -i inventory/ha.yml")
final class TokenRotateCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private CheckOnly check = new CheckOnly();

    @Override
    public Integer call() {
        if (!yes
                && !check.wanted()
                && !Prompt.confirmed("Replace the token, and restart K3S on every machine?", "token rotate")) {
            mixin.terminal().problem("Nothing was changed");
            return ExitCode.FAILED;
        }
        return new RunCommand(mixin, run, false)
                .run(check.options(), cluster -> cluster.upkeep().secrets().rotateToken(), (cluster, view) -> {});
    }
}
