package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Redaction;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All views of one run: each is told everything, from any thread, one thing at a time, without secrets, and that time
 * passes.
 */
final class RunViews implements RunView {
    private static final long TICK_MILLIS = 100;

    private final List<RunView> views;
    private final ScheduledExecutorService clock;
    private ShownEvents shown = new ShownEvents(Redaction.ofPatterns());

    RunViews(List<RunView> views) {
        this.views = List.copyOf(views);
        this.clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "k3sdeploy view");
            thread.setDaemon(true);
            return thread;
        });
        var unused = clock.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** From now on these secrets are hidden too. */
    synchronized void hide(Redaction redaction) {
        shown = new ShownEvents(redaction);
    }

    private synchronized void each(Consumer<RunView> told) {
        views.forEach(told);
    }

    @Override
    public synchronized void accept(Event event) {
        Event safe = shown.of(event);
        each(view -> view.accept(safe));
    }

    @Override
    public void note(Message text) {
        each(view -> view.note(shown.of(text)));
    }

    @Override
    public void warning(InputProblem warning) {
        each(view -> view.warning(shown.of(warning)));
    }

    @Override
    public void download(String file, long done, long total) {
        each(view -> view.download(file, done, total));
    }

    @Override
    public void problem(K3sDeployException problem) {
        each(view -> view.problem(shown.of(problem)));
    }

    @Override
    public void result(String name, String value, Message text) {
        each(view -> view.result(name, value, text));
    }

    @Override
    public void release(String version) {
        each(view -> view.release(version));
    }

    @Override
    public void log(Path file) {
        each(view -> view.log(file));
    }

    @Override
    public void tick() {
        each(RunView::tick);
    }

    @Override
    public synchronized <T> T asking(Supplier<T> question) {
        Supplier<T> asked = question;
        for (RunView view : views) {
            Supplier<T> inner = asked;
            asked = () -> view.asking(inner);
        }
        return asked.get();
    }

    @Override
    public void close() {
        clock.shutdown();
        each(RunView::close);
    }
}
