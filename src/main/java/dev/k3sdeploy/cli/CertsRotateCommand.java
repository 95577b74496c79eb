package dev.k3sdeploy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Replace the certificates that K3S signs for its parts, and bring the kubeconfig here again: servers one at a time,"
                    + " then agents, each Ready before the next. K3S is stopped on each for a moment; pods live on.",
            "The authorities stay, so that nobody has to trust anything new. From K3S v1.22 on."
        },
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy certs rotate --yes")
final class CertsRotateCommand implements Callable<Integer> {
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
                && !Prompt.confirmed("Replace the certificates, and restart K3S machine by machine?", "certs rotate")) {
            mixin.terminal().problem("Nothing was changed");
            return ExitCode.FAILED;
        }
        return new RunCommand(mixin, run, false)
                .run(
                        check.options(),
                        cluster -> cluster.upkeep().secrets().rotateCertificates(),
                        (cluster, view) -> {});
    }
}
