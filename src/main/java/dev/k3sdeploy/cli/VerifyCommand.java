package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.ClusterVerification;
import dev.k3sdeploy.k3s.OwnerOnlyFile;
import dev.k3sdeploy.kube.VerifyReport;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Do what a course's students will do, through the kubeconfig, and say which exercise would fail and"
                        + " why. Works in a namespace of its own, which is removed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  k3sdeploy verify -i inventory/vagrantbox.yml",
            "  k3sdeploy verify --only pod-network,dns",
            "  k3sdeploy verify --images registry.school:5000 --junit verify.xml",
            "",
            "Exit codes:",
            "  0 nothing failed; what could not be checked is named",
            "  1 an exercise would fail"
        })
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Make these checks only.")
    private Set<String> only = Set.of();

    @Option(names = "--keep", description = "Leave the namespace there, to be looked at.")
    private boolean keep;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long each step of a check may take (${DEFAULT-VALUE}).")
    private int timeout;

    @Option(
            names = "--images",
            paramLabel = "REGISTRY|FILE",
            description = "Pull all images from this registry; or take those that a file names and the nodes have.")
    private Optional<String> images = Optional.empty();

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit's XML, for CI.")
    private Optional<String> junit = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write the results as a page, to be read in a browser.")
    private Optional<String> report = Optional.empty();

    @Override
    public Integer call() {
        if (timeout < 1) {
            throw InvalidInputException.of("--timeout", "must be 1 or more", "");
        }
        Terminal terminal = mixin.terminal();
        VerifyView view = new VerifyView(terminal, mixin.json());
        try (Interrupts interrupts = Interrupts.watch(() -> terminal.problem(Message.of("verify.interrupting")))) {
            Cluster cluster = mixin.cluster(ClusterOptions.DEFAULTS.interruptedBy(interrupts.wish()));
            VerifyReport done = cluster.verify()
                    .run(new ClusterVerification.Wish(only, keep, Duration.ofSeconds(timeout), images), view::result);
            view.end(done, keep);
            write(done);
            return done.interrupted() ? ExitCode.INTERRUPTED : done.nothingFailed() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private void write(VerifyReport done) {
        VerifyFiles files = new VerifyFiles(done, InstantSource.system().instant());
        junit.map(mixin.here()::path).ifPresent(file -> OwnerOnlyFile.write(file, files.junit()));
        report.map(mixin.here()::path)
                .ifPresent(file -> OwnerOnlyFile.write(file, files.page(mixin.sources(), ZoneId.systemDefault())));
    }
}
