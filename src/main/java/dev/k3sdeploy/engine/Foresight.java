package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * What the checks of plays to come say, looked at beforehand: where nothing has to be changed, a machine is asked a few
 * times in all and not once for each task.
 *
 * <p>No task does anything for it. A check is a function of what it is answered, so it is run with the answers that are
 * there: at the first question that has none it is left, and when all checks have got to such a place, their questions
 * go to each machine together. So it goes on until every check has ended, in as many rounds as one check asks
 * questions.
 *
 * <p>It holds for a machine until that one is changed or waited for; whoever finds nothing here looks for himself. What
 * cannot be looked at (a machine that is not connected or does not answer in time) is left to the task.
 */
final class Foresight {
    private static final int ROUNDS = 12;

    /** A check that waits for longer is for its own task, which tells what it waits for. */
    private static final Duration ROUND = Duration.ofSeconds(15);

    private static final String TASK = "Look ahead";

    private final OpenMachines machines;
    private final Consumer<Event> listener;
    private final Map<Look, Seen> seen = new HashMap<>();
    private final Set<Target> moved = ConcurrentHashMap.newKeySet();
    private final Foretold foretold = new Foretold();

    Foresight(OpenMachines machines, Consumer<Event> listener) {
        this.machines = machines;
        this.listener = listener;
    }

    /** A question to a machine, by its own task or by another machine's. */
    private record Question(Target target, Command command) {}

    /** The check has come to a question without an answer. */
    private static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoAnswer() {
            super("no answer yet", null, false, false);
        }
    }

    /** A task on a machine; two tasks that are equal say the same. */
    private record Look(Target target, Task task) {}

    /**
     * What a check said.
     *
     * @param asked the machines that it went by
     */
    private record Seen(Verdict verdict, Set<Target> asked) {}

    /** What the machines have said, and what they are to be asked next. */
    private final class Answers {
        private final String play;
        private final Map<Question, CommandResult> given = new HashMap<>();
        private final Set<Question> missing = new LinkedHashSet<>();
        private final Set<Target> silent = new HashSet<>();

        Answers(String play) {
            this.play = play;
        }

        CommandResult of(Question question) {
            CommandResult answer = given.get(question);
            if (answer != null) {
                return answer;
            }
            Target target = question.target();
            if (!silent.contains(target)
                    && machines.isOpen(target)
                    && !question.command().hasInput()) {
                missing.add(question);
            }
            throw new NoAnswer();
        }

        boolean isLeftOut(Target target) {
            return machines.isLeftOut(target);
        }

        /** Asks all machines at once what is missing. */
        void complete(ExecutorService threads) throws InterruptedException {
            Map<Target, List<Command>> byMachine = new LinkedHashMap<>();
            missing.forEach(question -> byMachine
                    .computeIfAbsent(question.target(), target -> new ArrayList<>())
                    .add(question.command()));
            missing.clear();
            Map<Target, Future<List<CommandResult>>> asked = new LinkedHashMap<>();
            byMachine.forEach((target, commands) -> asked.put(target, threads.submit(() -> ask(target, commands))));
            for (Map.Entry<Target, Future<List<CommandResult>>> machine : asked.entrySet()) {
                note(machine.getKey(), byMachine.getOrDefault(machine.getKey(), List.of()), await(machine.getValue()));
            }
        }

        private void note(Target target, List<Command> commands, List<CommandResult> answers) {
            if (answers.isEmpty()) {
                silent.add(target);
            }
            for (int i = 0; i < answers.size(); i++) {
                given.put(new Question(target, commands.get(i)), answers.get(i));
                tell(target, commands.get(i), answers.get(i));
            }
        }

        /** All were asked at once: how long one took is not known. */
        private void tell(Target target, Command command, CommandResult answer) {
            Step step = new Step(play, target, TASK);
            listener.accept(new Event.CommandEnded(step, target, command, command.shown(answer), Duration.ZERO));
        }
    }

    /** The machine was changed: what was seen there may be so no longer. */
    void moved(Target target) {
        moved.add(target);
    }

    /** The machine would have been changed, were the run in earnest. */
    void wouldMove(Target target, Set<String> files) {
        if (!files.isEmpty()) {
            foretold.files(target, files);
            moved(target);
        }
    }

    Foretold foretold() {
        return foretold;
    }

    /** Time has passed. */
    void allMoved() {
        seen.values().forEach(known -> moved.addAll(known.asked()));
    }

    /** What a task's first check says; empty when it has to be made. */
    Optional<Verdict> of(Target target, Task task) {
        return Optional.ofNullable(seen.get(new Look(target, task)))
                .filter(known -> known.asked().stream().noneMatch(moved::contains))
                .map(Seen::verdict);
    }

    /** Looks at all these plays the first time, and at the first of them again when something has been changed since. */
    void before(List<Play> plays, ExecutorService threads) throws InterruptedException {
        if (seen.isEmpty()) {
            look(plays, threads);
        } else if (!moved.isEmpty()) {
            look(plays.subList(0, 1), threads);
        }
    }

    private void look(List<Play> plays, ExecutorService threads) throws InterruptedException {
        seen.clear();
        moved.clear();
        List<Look> open = new ArrayList<>();
        for (Play play : plays) {
            play.tasks().forEach((target, tasks) -> tasks.forEach(task -> open.add(new Look(target, task))));
        }
        open.removeIf(look -> !machines.isOpen(look.target()));
        Answers answers = new Answers(plays.get(0).title());
        for (int round = 0; round < ROUNDS; round++) {
            open.removeIf(look -> ended(look, answers));
            if (answers.missing.isEmpty()) {
                return;
            }
            answers.complete(threads);
        }
    }

    /** Whether nothing more can be found out about a task. */
    private boolean ended(Look look, Answers answers) {
        try {
            Set<Target> asked = new HashSet<>();
            Verdict verdict = look.task().check(new Known(look.target(), answers, asked, foretold));
            seen.put(look, new Seen(verdict, asked));
            return true;
        } catch (NoAnswer e) {
            return false;
        } catch (K3sDeployException e) {
            return true; // the task meets it again, and tells it
        }
    }

    /** No answers at all where the machine does not give each. */
    private List<CommandResult> ask(Target target, List<Command> commands) {
        try {
            return machines.session(target)
                    .runAll(commands.stream()
                            .map(command -> command.within(ROUND))
                            .toList());
        } catch (K3sDeployException e) {
            return List.of(); // whoever needs the machine meets it again, and tells it
        }
    }

    private static List<CommandResult> await(Future<List<CommandResult>> answers) throws InterruptedException {
        try {
            return answers.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a question broke", e.getCause());
        }
    }

    /** A machine that is known only by the answers that it has given. */
    private record Known(Target target, Answers answers, Set<Target> asked, Foretold foretold) implements Probe {
        @Override
        public CommandResult ask(Command command) {
            asked.add(target);
            return answers.of(new Question(target, command));
        }

        @Override
        public Probe peer(Target other) {
            return new Known(other, answers, asked, foretold);
        }

        @Override
        public boolean isLeftOut(Target other) {
            return answers.isLeftOut(other);
        }

        @Override
        public Set<String> filesToBeChanged() {
            return foretold.files(target);
        }
    }
}
