package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Print the token that agents join with. It is a secret: who has the servers' one has the cluster.",
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy token show --servers >token    # to keep with snapshots")
final class TokenShowCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Option(names = "--servers", description = "The one that servers join with.")
    private boolean ofServers;

    @Override
    public Integer call() {
        String token = mixin.cluster(ClusterOptions.DEFAULTS)
                .upkeep()
                .secrets()
                .token(ofServers)
                .reveal();
        mixin.terminal().line(mixin.json() ? JsonView.text(Map.of("type", "token", "token", token)) : token);
        return ExitCode.DONE;
    }
}
