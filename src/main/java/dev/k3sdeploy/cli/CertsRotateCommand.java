package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.Message;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Replace the certificates that K3S signs for its parts, and bring the kubeconfig here again: servers one at a time,"
                    + " then agents, each Ready before the next. K3S is stopped on each for a moment; pods live on.",
            "The authorities stay, so that nobody has to trust anything new. From K3S v1.22 on."
        },
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy certs rotate --check")
final class CertsRotateCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    public Integer call() {
        return change.run(
                confirmation,
                () -> Message.of("certs.ask"),
                cluster -> cluster.upkeep().secrets().rotateCertificates());
    }
}
