package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.k3s.Kubeconfig;
import dev.k3sdeploy.k3s.OwnerOnlyFile;
import dev.k3sdeploy.remote.Shell;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "kubeconfig",
        mixinStandardHelpOptions = true,
        description = "Bring the server's kubeconfig here again.")
final class KubeconfigCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write it to FILE instead of .k3s/k3s.yaml.")
    private Optional<String> file = Optional.empty();

    @Option(names = "--stdout", description = "Print it.")
    private boolean stdout;

    @Override
    public Integer call() {
        Cluster cluster = mixin.cluster(ClusterOptions.DEFAULTS);
        Kubeconfig kubeconfig = cluster.kubeconfig();
        if (stdout) {
            mixin.terminal().out().print(kubeconfig.yaml());
            mixin.terminal().out().flush();
            return ExitCode.DONE;
        }
        Path path = file.map(mixin.here()::path).orElse(cluster.kubeconfigFile());
        OwnerOnlyFile.write(path, kubeconfig.yaml());
        mixin.terminal().line("export KUBECONFIG=" + Shell.quote(path.toString()));
        return ExitCode.DONE;
    }
}
