package dev.k3sdeploy.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A machine whose answers are written down beforehand. An unknown command is the test's failure. Of the rules that match,
 * the last one given holds; its answers come in turn, the last one again and again.
 */
public final class ScriptedSession implements Session {
    private record Rule(Predicate<String> matches, Deque<CommandResult> answers) {}

    private final List<Rule> rules = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();
    private boolean closed;

    /** The rule for one exact script. */
    public synchronized Answers on(String script) {
        return rule(script::equals);
    }

    /** The rule for scripts in which the text occurs. */
    public synchronized Answers onPart(String part) {
        return rule(script -> script.contains(part));
    }

    /** The rule for scripts in which the regular expression is found. */
    public synchronized Answers onMatch(String regex) {
        return rule(Pattern.compile(regex).asPredicate());
    }

    private Answers rule(Predicate<String> matches) {
        Rule rule = new Rule(matches, new ArrayDeque<>());
        rules.add(0, rule);
        return new Answers(rule);
    }

    /** What a rule answers. */
    public final class Answers {
        private final Rule rule;

        private Answers(Rule rule) {
            this.rule = rule;
        }

        /** Status 0 and this standard output. */
        public Answers says(String stdout) {
            return ends(0, stdout, "");
        }

        /** Status 0 and nothing else. */
        public Answers succeeds() {
            return ends(0, "", "");
        }

        /** This status and nothing else. */
        public Answers fails(int status) {
            return ends(status, "", "");
        }

        /** Status, standard output and standard error. */
        public Answers ends(int status, String stdout, String stderr) {
            synchronized (ScriptedSession.this) {
                rule.answers.add(CommandResult.of(status, stdout, stderr));
            }
            return this;
        }

        /** The session, for the next rule. */
        public ScriptedSession and() {
            return ScriptedSession.this;
        }
    }

    @Override
    public CommandResult run(Command command) {
        return answer(command.script(), new String(command.stdin(), StandardCharsets.UTF_8));
    }

    @Override
    public CommandResult run(Command command, OutputLines heard) {
        CommandResult result = run(command);
        result.out().text().lines().forEach(line -> heard.line(line, false));
        result.err().text().lines().forEach(line -> heard.line(line, true));
        return CommandResult.of(result.exitStatus(), "", "");
    }

    @Override
    public CommandResult stream(Command command, Content stdin, LongConsumer sent) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var input = stdin.open()) {
            input.transferTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sent.accept(bytes.size());
        return answer(command.script(), bytes.toString(StandardCharsets.UTF_8));
    }

    private synchronized CommandResult answer(String script, String input) {
        if (closed) {
            throw new AssertionError("a command after the session was closed:\n" + script);
        }
        commands.add(script);
        inputs.add(input);
        for (Rule rule : rules) {
            if (rule.matches.test(script)) {
                CommandResult answer = rule.answers.size() > 1 ? rule.answers.poll() : rule.answers.peek();
                if (answer == null) {
                    throw new AssertionError("the rule has no answer:\n" + script);
                }
                return answer;
            }
        }
        throw new AssertionError("no answer is known for the command:\n" + script);
    }

    /** The scripts, in the order in which they came. */
    public synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    /** What was fed to each command, in the same order. */
    public synchronized List<String> inputs() {
        return List.copyOf(inputs);
    }

    /** The same machine, connected to again. */
    public synchronized ScriptedSession opened() {
        closed = false;
        return this;
    }

    public synchronized boolean closed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
