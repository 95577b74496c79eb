package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/**
 * The lines of {@link PlainView}, and below them, as long as the run goes on, what every machine is at. The terminal is
 * opened beside the run; until then, and where it is too narrow or cannot be drawn on, this is the plain view.
 */
final class LiveView implements RunView {
    /** With fewer columns there is no room for a machine, its step and a bar. */
    static final int NARROWEST = 60;

    private static final int ROWS_LEFT_FREE = 3;

    private final PlainView above;
    private final RunningSteps running;
    private final Map<String, Transfer> downloads = new LinkedHashMap<>();
    private final Supplier<Optional<Screen>> terminal;
    private final boolean colours;
    private final Locale language;
    private boolean tried;
    private @Nullable CompletableFuture<Optional<Screen>> opening;
    private @Nullable Screen screen;

    /**
     * For one run.
     *
     * @param terminal opened once, on a thread of its own
     * @param plain where lines go as long as nothing is drawn
     * @param nanos a clock, as {@link System#nanoTime}
     */
    LiveView(Supplier<Optional<Screen>> terminal, Terminal plain, PlainView.Detail detail, LongSupplier nanos) {
        this.terminal = terminal;
        this.running = new RunningSteps(nanos);
        Terminal scrolling = new Terminal(
                new PrintWriter(new Scrolling(plain.out(), true)),
                new PrintWriter(new Scrolling(plain.err(), false)),
                plain.ansi(),
                true,
                plain.language());
        this.language = plain.language();
        this.colours = plain.ansi().enabled();
        this.above = new PlainView(scrolling, detail, nanos);
    }

    /** Text that goes above what is drawn, as soon as it is flushed. */
    private final class Scrolling extends Writer {
        private final StringBuilder text = new StringBuilder();
        private final PrintWriter plain;
        private final boolean drawable;

        Scrolling(PrintWriter plain, boolean drawable) {
            this.plain = plain;
            this.drawable = drawable;
        }

        @Override
        public void write(char[] characters, int from, int length) {
            text.append(characters, from, length);
        }

        @Override
        public void flush() {
            if (text.isEmpty()) {
                return;
            }
            if (drawable && screen != null) {
                screen.above(text.toString());
            } else {
                erase();
                plain.print(text);
                plain.flush();
            }
            text.setLength(0);
        }

        @Override
        public void close() {
            flush();
        }
    }

    private void erase() {
        if (screen != null) {
            screen.erase();
        }
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.RunStarted) {
            open();
        } else if (event instanceof Event.RunEnded) {
            leave();
        }
        running.accept(event);
        above.accept(event);
    }

    /** A release may be downloaded before the run begins. */
    private void open() {
        if (tried) {
            return;
        }
        tried = true;
        CompletableFuture<Optional<Screen>> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> result.completeAsync(terminal, Runnable::run), "k3sdeploy terminal");
        thread.setDaemon(true);
        thread.start();
        opening = result;
    }

    /** Whether the next tick draws, or knows that there is nothing to draw on. */
    boolean ready() {
        return opening != null && opening.isDone();
    }

    private void takeScreen() {
        if (opening != null && opening.isDone()) {
            screen = opened(opening)
                    .filter(Screen::canBeDrawnOn)
                    .filter(opened -> opened.columns() >= NARROWEST)
                    .orElse(null);
            opening = null;
        }
    }

    private static Optional<Screen> opened(CompletableFuture<Optional<Screen>> opening) {
        try {
            return opening.join();
        } catch (CompletionException e) {
            return Optional.empty(); // lines will do
        }
    }

    private void leave() {
        opening = null;
        if (screen != null) {
            screen.close();
            screen = null;
        }
    }

    @Override
    public void tick() {
        takeScreen();
        if (screen == null) {
            above.tick();
        } else {
            List<AttributedString> lines = new LiveLines(
                            running,
                            downloads,
                            new LiveLines.Room(screen.columns(), screen.rows() - ROWS_LEFT_FREE),
                            language)
                    .lines();
            screen.show(colours ? lines : lines.stream().map(LiveView::plain).toList());
        }
    }

    private static AttributedString plain(AttributedString line) {
        return new AttributedString(line.toString());
    }

    @Override
    public void download(String file, long done, long total) {
        Transfer before = downloads.get(file);
        long now = running.now();
        Transfer transfer = before == null ? Transfer.begun(done, total, now) : before.now(done, total, now);
        downloads.put(file, transfer);
        if (screen == null || transfer.ended()) {
            above.download(file, done, total);
        }
        if (transfer.ended()) {
            downloads.remove(file);
        } else {
            open();
        }
    }

    @Override
    public <T> T asking(Supplier<T> question) {
        erase();
        return question.get();
    }

    @Override
    public void note(Message text) {
        above.note(text);
    }

    @Override
    public void warning(InputProblem warning) {
        above.warning(warning);
    }

    @Override
    public void problem(K3sDeployException problem) {
        leave();
        above.problem(problem);
    }

    @Override
    public void log(Path file) {
        above.log(file);
    }

    @Override
    public void result(String name, String value, Message text) {
        above.result(name, value, text);
    }

    @Override
    public void close() {
        leave();
        above.close();
    }
}
