package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.k3s.Kubeconfig;
import dev.k3sdeploy.k3s.OwnerOnlyFile;
import dev.k3sdeploy.k3s.SharedKubeconfig;
import dev.k3sdeploy.problem.Message;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "kubeconfig",
        mixinStandardHelpOptions = true,
        description = "Bring the server's kubeconfig here again.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  k3sdeploy kubeconfig",
            "  k3sdeploy kubeconfig --merge --switch         into ~/.kube/config",
            "  k3sdeploy kubeconfig --stdout > course.yaml"
        })
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

    @Option(
            names = "--merge",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "FILE",
            description = "Put it into an existing kubeconfig: FILE, or $KUBECONFIG, or ~/.kube/config.")
    private Optional<String> merge = Optional.empty();

    @Option(names = "--switch", description = "With --merge: make it the current context.")
    private boolean makeCurrent;

    @Override
    public Integer call() {
        Cluster cluster = mixin.cluster(ClusterOptions.DEFAULTS);
        Kubeconfig kubeconfig = cluster.kubeconfig();
        if (stdout) {
            mixin.terminal().out().print(kubeconfig.yaml());
            mixin.terminal().out().flush();
            return ExitCode.DONE;
        }
        if (merge.isPresent()) {
            return merge(kubeconfig, new SharedKubeconfig(mergedFile(merge.get())));
        }
        Path path = file.map(mixin.here()::path).orElse(cluster.kubeconfigFile());
        OwnerOnlyFile.write(path, kubeconfig.yaml());
        mixin.terminal().line(mixin.shell().set("KUBECONFIG", path.toString()));
        return ExitCode.DONE;
    }

    /** kubectl writes to the first file of a list, too. */
    private Path mergedFile(String named) {
        if (!named.isEmpty()) {
            return mixin.here().path(named);
        }
        String first = mixin.here()
                .environment()
                .getOrDefault("KUBECONFIG", "")
                .replaceFirst("(?s)" + File.pathSeparator + ".*", "");
        return mixin.here().path(first.isEmpty() ? "~/.kube/config" : first);
    }

    private static Message backup(SharedKubeconfig shared) {
        return Files.exists(shared.backup()) ? Message.of("kubeconfig.backup", shared.backup()) : Message.NONE;
    }

    private int merge(Kubeconfig kubeconfig, SharedKubeconfig shared) {
        boolean changed = shared.merge(kubeconfig, makeCurrent);
        Terminal terminal = mixin.terminal();
        terminal.line(
                changed
                        ? Message.of("kubeconfig.merged", kubeconfig.context(), shared.file(), backup(shared))
                        : Message.of("kubeconfig.merged-already", kubeconfig.context(), shared.file()));
        terminal.line("kubectl --context " + kubeconfig.context() + " get nodes");
        return ExitCode.DONE;
    }
}
