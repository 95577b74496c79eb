package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.Message;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is typed wrong is told in one line, as whatever else is wrong in what the user wrote: a page of help after it
 * would push it off the screen. Only who has not said what to do is shown what there is.
 */
final class UsageErrors implements CommandLine.IParameterExceptionHandler {
    private final Main.Surroundings surroundings;

    UsageErrors(Main.Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** That a command was named which only holds others. */
    static final class NoCommand extends ParameterException {
        private static final long serialVersionUID = 1;

        NoCommand(CommandLine command) {
            super(command, "no command");
        }
    }

    @Override
    public int handleParseException(ParameterException problem, String[] words) {
        CommandLine command = problem.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        Message next = Message.of("usage.next", name);
        if (problem instanceof NoCommand) {
            print(name, Message.of("usage.no-command"), Message.NONE);
            command.usage(surroundings.err(), command.getColorScheme());
        } else if (problem instanceof UnmatchedArgumentException unmatched) {
            print(name, what(unmatched, command), didYouMean(unmatched, next));
        } else {
            print(name, what(problem), next);
        }
        return ExitCode.USAGE;
    }

    private void print(String where, Message what, Message next) {
        PlainView.print(InvalidInputException.of(where, what, next), surroundings.terminal());
    }

    private static Message what(UnmatchedArgumentException unmatched, CommandLine command) {
        List<String> words = unmatched.getUnmatched();
        if (unmatched.isUnknownOption()) {
            return Message.of("usage.unknown-option", words.get(0));
        }
        return command.getSubcommands().isEmpty()
                ? Message.of("usage.unmatched", String.join(" ", words))
                : Message.of("usage.unknown-command", words.get(0));
    }

    private static Message didYouMean(UnmatchedArgumentException unmatched, Message otherwise) {
        List<String> meant = unmatched.getSuggestions();
        return meant.isEmpty() ? otherwise : Message.of("input.do-you-mean", String.join(", ", meant));
    }

    private static Message what(ParameterException problem) {
        if (problem instanceof MissingParameterException missing) {
            return missing(missing.getMissing());
        }
        ArgSpec option = problem.getArgSpec();
        return option != null && problem.getCause() instanceof TypeConversionException cause
                ? value(option, problem.getValue(), cause)
                : Message.verbatim(String.valueOf(problem.getMessage()));
    }

    private static Message missing(List<ArgSpec> missing) {
        return missing.size() == 1 && missing.get(0).isOption()
                ? Message.of(
                        "usage.no-value", name(missing.get(0)), missing.get(0).paramLabel())
                : Message.of(
                        "usage.missing", missing.stream().map(UsageErrors::name).collect(Collectors.joining(", ")));
    }

    private static Message value(ArgSpec option, @Nullable String value, TypeConversionException cause) {
        String given = String.valueOf(value);
        Class<?> type = option.typeInfo().getAuxiliaryTypes()[0];
        if (type == int.class) {
            return Message.of("usage.number", name(option), given);
        }
        if (type.isEnum()) {
            String words = StreamSupport.stream(option.completionCandidates().spliterator(), false)
                    .collect(Collectors.joining(", "));
            return Message.of("usage.one-of", name(option), given, words);
        }
        return Message.shaped("{0} {1}", name(option), String.valueOf(cause.getMessage()));
    }

    private static String name(ArgSpec option) {
        return option instanceof CommandLine.Model.OptionSpec named ? named.longestName() : option.paramLabel();
    }
}
