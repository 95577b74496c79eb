package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.remote.OutputLines;
import dev.k3sdeploy.remote.Session;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Machines that answer at once and remember what was done to them: each has numbered states, of which a task asks one and
 * sets or clears it. They last from one run to the next.
 */
final class RememberingMachines implements Sessions {
    private final Map<Target, BitSet> states = new ConcurrentHashMap<>();

    @Override
    public Session open(Target target) {
        BitSet state = states.computeIfAbsent(target, any -> new BitSet());
        return new Session() {
            @Override
            public CommandResult run(Command command) {
                String[] words = command.script().split(" ", 2);
                int number = Integer.parseInt(words[1]);
                switch (words[0]) {
                    case "set" -> state.set(number);
                    case "clear" -> state.clear(number);
                    default -> {
                        return CommandResult.of(0, state.get(number) ? "there" : "", "");
                    }
                }
                return CommandResult.of(0, "", "");
            }

            @Override
            public CommandResult run(Command command, OutputLines heard) {
                return run(command);
            }

            @Override
            public CommandResult stream(Command command, Content stdin, LongConsumer sent) {
                return run(command);
            }

            @Override
            public void close() {
                // The machine goes on.
            }
        };
    }

    static Command question(int number) {
        return Command.script("get " + number);
    }

    /** Tasks that set, or clear, so many states. */
    static Task[] tasks(int count, boolean there) {
        return IntStream.range(0, count).mapToObj(number -> task(number, there)).toArray(Task[]::new);
    }

    private static Task task(int number, boolean there) {
        return new Task() {
            @Override
            public String title() {
                return (there ? "Put state " : "Remove state ") + number;
            }

            @Override
            public Verdict check(Probe host) {
                boolean is = host.ask(question(number)).text().equals("there");
                return is == there
                        ? Verdict.inPlace("as it should be")
                        : Verdict.drift(
                                "state " + number,
                                machine -> machine.run(Command.script((there ? "set " : "clear ") + number)));
            }
        };
    }
}
