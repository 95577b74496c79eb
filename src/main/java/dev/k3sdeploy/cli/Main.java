package dev.k3sdeploy.cli;

import dev.k3sdeploy.ControlMachine;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The program {@code k3sdeploy}. */
public final class Main {
    private Main() {}

    /**
     * Runs a command and ends the JVM with its exit code.
     *
     * @param args a command's name, its options and words
     */
    public static void main(String[] args) {
        System.setProperty("java.util.logging.config.class", NoLogging.class.getName());
        System.exit(commandLine(Surroundings.ofThisProcess(), List.of(args)).execute(args));
    }

    /** To build all commands with all their options takes longer than to run most of them. */
    static CommandLine commandLine(Surroundings surroundings, List<String> args) {
        return args.contains(CompletionCommand.NAME) || args.contains(ManCommand.NAME)
                ? commandLine(surroundings)
                : commandLine(surroundings, type -> args.contains(nameOf(type)));
    }

    /** The whole command, for tests too: output goes where {@code surroundings} say. */
    static CommandLine commandLine(Surroundings surroundings) {
        return commandLine(surroundings, type -> true);
    }

    /** @param whole the other commands are there by name and description only, for the help and for a slip of the pen */
    private static CommandLine commandLine(Surroundings surroundings, Predicate<Class<?>> whole) {
        CommandLine command = new CommandLine(new K3sDeployCommand(), new CommandFactory(surroundings));
        for (Class<?> type : K3sDeployCommand.COMMANDS) {
            command.addSubcommand(nameOf(type), whole.test(type) ? type : named(type));
        }
        command.setOut(surroundings.out());
        command.setErr(surroundings.err());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExpandAtFiles(false); // an @FILE is for -e, as Ansible has it
        command.setExecutionExceptionHandler(new ProblemPrinter(surroundings));
        command.setParameterExceptionHandler(new UsageErrors(surroundings));
        Language.help(surroundings.language()).ifPresent(command::setResourceBundle);
        command.setColorScheme(CommandLine.Help.defaultColorScheme(surroundings.ansi()));
        return command;
    }

    private static String nameOf(Class<?> type) {
        return type.getAnnotation(CommandLine.Command.class).name();
    }

    private static CommandSpec named(Class<?> type) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(type.getAnnotation(CommandLine.Command.class).description());
        return spec;
    }

    /**
     * What a command gets from outside.
     *
     * @param console whether a person reads {@code out} on a terminal
     * @param language of that person
     */
    record Surroundings(ControlMachine here, PrintWriter out, PrintWriter err, boolean console, Locale language) {
        /** In the language that the environment names, or in English. */
        Surroundings(ControlMachine here, PrintWriter out, PrintWriter err, boolean console) {
            this(here, out, err, console, Language.of(here.environment(), Locale.ROOT));
        }

        static Surroundings ofThisProcess() {
            ControlMachine here = ControlMachine.ofThisProcess();
            return new Surroundings(
                    here,
                    new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                    new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                    Prompt.possible(),
                    Language.of(here.environment(), Locale.getDefault(Locale.Category.DISPLAY)));
        }

        Terminal terminal() {
            return new Terminal(out, err, ansi(), console, language);
        }

        CommandLine.Help.Ansi ansi() {
            boolean wanted = console
                    && here.environment().getOrDefault("NO_COLOR", "").isEmpty()
                    && !here.environment().getOrDefault("TERM", "").equals("dumb");
            return wanted ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
        }
    }
}
