package dev.k3sdeploy.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = CompletionCommand.NAME,
        mixinStandardHelpOptions = true,
        description = "Print what lets a shell complete k3sdeploy's commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(k3sdeploy completion bash)                          in ~/.bashrc",
            "  source <(k3sdeploy completion zsh)                           in ~/.zshrc",
            "  k3sdeploy completion fish > ~/.config/fish/completions/k3sdeploy.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    static final String NAME = "completion";

    enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    @SuppressWarnings("NullAway.Init")
    private Shell shell;

    @Override
    public Integer call() {
        CommandLine whole = spec.root().commandLine();
        // zsh reads bash's completions by its own bashcompinit, which the script starts.
        String script =
                shell == Shell.FISH ? FishCompletion.of(whole) : AutoComplete.bash(whole.getCommandName(), whole);
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
