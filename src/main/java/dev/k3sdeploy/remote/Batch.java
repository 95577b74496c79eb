package dev.k3sdeploy.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Several commands as one: a round trip for all. Each runs in a subshell of its own, and ends with a word on both
 * outputs that no output can foresee.
 */
final class Batch {
    private final List<Command> commands;
    private final String marker = Dialogue.nonce();

    Batch(List<Command> commands) {
        this.commands = List.copyOf(commands);
    }

    /** All of them, one after the other, within the longest of their deadlines; their inputs are empty. */
    Command command() {
        StringBuilder script = new StringBuilder();
        for (Command one : commands) {
            script.append("( eval ")
                    .append(Shell.quote(one.script()))
                    .append(" ) </dev/null; printf '")
                    .append(marker)
                    .append("%d\\n' $?; printf '")
                    .append(marker)
                    .append("\\n' >&2\n");
        }
        return Command.script(script.toString())
                .within(commands.stream()
                        .map(Command::deadline)
                        .max(Duration::compareTo)
                        .orElseThrow());
    }

    /** The answers in the commands' order; empty when the outputs are not whole. */
    Optional<List<CommandResult>> answers(CommandResult whole) {
        Pieces out = new Pieces(whole.out(), marker);
        Pieces err = new Pieces(whole.err(), marker);
        List<CommandResult> answers = new ArrayList<>();
        while (answers.size() < commands.size()) {
            if (!out.next() || !err.next()) {
                return Optional.empty();
            }
            answers.add(new CommandResult(Integer.parseInt(out.trailer()), out.piece(), err.piece()));
        }
        return Optional.of(answers);
    }

    /** An output cut at the markers. */
    private static final class Pieces {
        private final byte[] bytes;
        private final byte[] marker;
        private int from;
        private int at;
        private int end;

        Pieces(Output output, String marker) {
            this.bytes = output.dropped() == 0 ? output.bytes() : new byte[0];
            this.marker = marker.getBytes(StandardCharsets.US_ASCII);
        }

        boolean next() {
            from = end;
            for (at = from; at <= bytes.length - marker.length; at++) {
                if (Arrays.equals(bytes, at, at + marker.length, marker, 0, marker.length)) {
                    end = at + marker.length;
                    while (end < bytes.length && bytes[end] != '\n') {
                        end++;
                    }
                    return end++ < bytes.length;
                }
            }
            return false;
        }

        Output piece() {
            return new Output(Arrays.copyOfRange(bytes, from, at), 0);
        }

        String trailer() {
            return new String(bytes, at + marker.length, end - 1 - at - marker.length, StandardCharsets.US_ASCII);
        }
    }
}
