package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.problem.Message;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine.Help.Ansi.Style;

/** Shows something again and again, whenever it has changed, until Ctrl-C. */
final class Watch {
    private final Terminal terminal;
    private final boolean timed;
    private final Duration every;

    /**
     * A watch.
     *
     * @param timed whether each change is headed by its time
     */
    Watch(Terminal terminal, boolean timed, Duration every) {
        this.terminal = terminal;
        this.timed = timed;
        this.every = every;
    }

    /**
     * Looks until it is told to stop.
     *
     * @param look writes what it sees to the terminal that it is given
     */
    int run(Consumer<Terminal> look) {
        CountDownLatch enough = new CountDownLatch(1);
        try (Interrupts interrupts = Interrupts.watch(enough::countDown)) {
            show(look, enough, interrupts.wish());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.INTERRUPTED;
    }

    void show(Consumer<Terminal> look, CountDownLatch enough, Interruption wish) throws InterruptedException {
        String before = "";
        do {
            String now = seen(look);
            if (!now.equals(before) && !wish.requested()) {
                told(now, before.isEmpty());
            }
            before = now;
        } while (!enough.await(every.toMillis(), TimeUnit.MILLISECONDS));
    }

    private String seen(Consumer<Terminal> look) {
        StringWriter text = new StringWriter();
        look.accept(new Terminal(new PrintWriter(text), terminal.err(), terminal.ansi(), false, terminal.language()));
        return text.toString();
    }

    private void told(String text, boolean first) {
        if (timed) {
            String time = LocalTime.now(ZoneId.systemDefault())
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
            terminal.line((first ? "" : System.lineSeparator())
                    + terminal.styled(Style.bold, terminal.words(Message.of("status.at", time))));
        }
        terminal.out().print(text);
        terminal.out().flush();
    }
}
