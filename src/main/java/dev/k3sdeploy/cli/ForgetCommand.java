package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        description = "Forget the machines' host keys that k3sdeploy has learnt: for machines that were made anew.",
        footerHeading = "%nExamples:%n",
        footer = {"  k3sdeploy forget -i inventory/vagrantbox.yml", "  k3sdeploy forget -l vagrantbox-2"})
final class ForgetCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Override
    public Integer call() {
        int forgotten = mixin.cluster(ClusterOptions.DEFAULTS).machineAccess().forgetHostKeys();
        mixin.terminal()
                .line(
                        mixin.json()
                                ? "{\"type\":\"forget\",\"keys\":" + forgotten + "}"
                                : forgotten + " host keys forgotten");
        return ExitCode.DONE;
    }
}
