package dev.k3sdeploy.cli;

import picocli.CommandLine.Model.CommandSpec;

/** What a command is called below the program. */
final class CommandName {
    private CommandName() {}

    /** {@code up}, {@code node remove}. */
    static String of(CommandSpec command) {
        String program = command.root().name();
        return command.qualifiedName(" ").substring(program.length() + 1);
    }
}
