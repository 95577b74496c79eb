package dev.k3sdeploy.cli;

import dev.k3sdeploy.Artifacts;
import dev.k3sdeploy.problem.K3sDeployException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "download",
        description = {
            "Download a release into a folder, each file verified, for k3s_airgap_dir.",
            "Run again, it fetches what is missing."
        },
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy artifacts download --version v1.33.5+k3s1 --images -o airgap")
final class ArtifactsDownloadCommand implements Callable<Integer> {
    private final Main.Surroundings surroundings;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(names = "--version", paramLabel = "V", description = "This version, as v1.33.5+k3s1.")
    private Optional<String> version = Optional.empty();

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            defaultValue = "stable",
            description = "Else the version of this channel (${DEFAULT-VALUE}).")
    private String channel = "";

    @Option(
            names = "--arch",
            paramLabel = "A",
            split = ",",
            defaultValue = "amd64",
            description = "amd64, arm64 or armhf; may be given again (${DEFAULT-VALUE}).")
    private List<String> architectures = List.of();

    @Option(names = "--images", description = "The archive of K3S's own images too.")
    private boolean images;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            required = true,
            description = "Where to; made where it is missing.")
    private String folder = "";

    @Option(names = "--channel-url", paramLabel = "URL", description = "A mirror of the channel server.")
    private Optional<String> channelUrl = Optional.empty();

    @Option(names = "--release-url", paramLabel = "URL", description = "A mirror of the releases.")
    private Optional<String> releaseUrl = Optional.empty();

    ArtifactsDownloadCommand(Main.Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Terminal terminal = surroundings.terminal();
        RunView view = new PlainView(terminal, new PlainView.Detail(false, 0));
        Path into = surroundings.here().path(folder);
        try {
            Artifacts.Held held = new Artifacts(surroundings.here(), new RunCommand.Notices(view))
                    .download(
                            new Artifacts.Wish(version, channel, architectures, images, channelUrl, releaseUrl), into);
            held.files().forEach(file -> terminal.line(file.toString()));
            terminal.line(
                    "K3S " + held.version() + " is in " + into + ". Install it from there: k3s_airgap_dir=" + into);
            return ExitCode.DONE;
        } catch (K3sDeployException e) {
            view.problem(e);
            return ExitCode.of(e);
        } finally {
            view.close();
        }
    }
}
