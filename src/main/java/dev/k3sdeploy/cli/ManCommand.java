package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = ManCommand.NAME,
        mixinStandardHelpOptions = true,
        description = "Print the manual page of a command, or write all of them into a folder.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  k3sdeploy man up | man -l -",
            "  k3sdeploy man -o ~/.local/share/man/man1      then: man k3sdeploy-up"
        })
final class ManCommand implements Callable<Integer> {
    static final String NAME = "man";

    private final Main.Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            description = "Write the pages of all commands there; made where it is missing.")
    private Optional<String> folder = Optional.empty();

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "As it is typed: `node remove`; none is k3sdeploy.")
    private List<String> words = new ArrayList<>();

    ManCommand(Main.Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        CommandLine whole = spec.root().commandLine();
        if (folder.isPresent()) {
            write(whole, surroundings.here().path(folder.get()));
            return ExitCode.DONE;
        }
        CommandLine command = whole;
        for (String word : words) {
            command = Optional.ofNullable(command.getSubcommands().get(word))
                    .orElseThrow(() -> InvalidInputException.of(
                            "man",
                            Message.of("man.no-command", String.join(" ", words)),
                            Message.of("man.no-command.next")));
        }
        surroundings.out().print(new ManPage(command, surroundings.language()).text());
        surroundings.out().flush();
        return ExitCode.DONE;
    }

    private void write(CommandLine whole, Path to) {
        List<ManPage> pages = ManPage.all(whole, surroundings.language()).toList();
        try {
            Files.createDirectories(to);
            for (ManPage page : pages) {
                Files.writeString(to.resolve(page.name() + ".1"), page.text());
            }
        } catch (IOException e) {
            throw new K3sDeployException(
                    Message.of("init.cannot-write", to, e), Message.of("init.cannot-write.next"), e);
        }
        surroundings.terminal().line(Message.of("man.written", pages.size(), to));
    }
}
