package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.Message;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Let K3S make itself another token, and start every node with it: servers one at a time, then agents. Pods live on."
                    + " The old token is kept with the snapshots that need it. From K3S v1.28 on.",
        },
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy token rotate --yes")
final class TokenRotateCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    public Integer call() {
        return change.run(
                confirmation,
                () -> Message.of("token.ask"),
                cluster -> cluster.upkeep().secrets().rotateToken());
    }
}
