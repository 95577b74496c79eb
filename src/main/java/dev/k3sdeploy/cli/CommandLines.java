package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Output;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Help.Ansi.Style;

/** The commands that a run runs on its machines, for those who ask; what is asked again and answers the same, once. */
final class CommandLines {
    private final Terminal terminal;
    private final int verbosity;
    private final Map<Step, Set<String>> told = new HashMap<>();

    /**
     * For one terminal.
     *
     * @param verbosity 0: nothing; 1: the commands; 2: with what they said
     */
    CommandLines(Terminal terminal, int verbosity) {
        this.terminal = terminal;
        this.verbosity = verbosity;
    }

    void accept(Event event) {
        if (verbosity == 0) {
            return;
        }
        if (event instanceof Event.CommandEnded command) {
            String text = text(command);
            if (told.computeIfAbsent(command.step(), step -> new HashSet<>()).add(command.on() + text)) {
                terminal.line(terminal.styled(Style.faint, where(command) + " " + text.replace("\n", "\n      ")));
            }
        } else if (event instanceof Event.TaskEnded ended) {
            told.remove(ended.result().step());
        }
    }

    private static String where(Event.CommandEnded command) {
        String machine = command.step().target().equals(command.on())
                ? command.on().name()
                : command.step().target() + " asks " + command.on();
        return "    [" + machine + "] $";
    }

    private String text(Event.CommandEnded command) {
        CommandResult result = command.result();
        String end = result == null ? "\n(it did not end)" : status(result);
        String said = result == null || verbosity < 2 ? "" : lines("| ", result.out()) + lines("! ", result.err());
        return command.command().script().strip() + said + end;
    }

    private static String status(CommandResult result) {
        return result.succeeded() ? "" : "\n(status " + result.exitStatus() + ")";
    }

    private static String lines(String mark, Output output) {
        StringBuilder text = new StringBuilder();
        output.text()
                .stripTrailing()
                .lines()
                .forEach(line -> text.append('\n').append(mark).append(line));
        return text.toString();
    }
}
