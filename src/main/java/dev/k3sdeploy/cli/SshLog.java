package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.Message;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the SSH library logs, told as a run's notes to those who ask for it. */
final class SshLog extends Handler implements AutoCloseable {
    private static final int ASKED_FOR = 3;
    private static final Logger ROOT = Logger.getLogger("net.schmizz");

    private final RunView view;
    private final SimpleFormatter format = new SimpleFormatter();

    SshLog(RunView view) {
        this.view = view;
    }

    /** Listens from {@code -vvv} on; what nobody listens to costs nothing. */
    void listenAt(int verbosity) {
        if (verbosity >= ASKED_FOR) {
            ROOT.setLevel(Level.FINE);
            ROOT.addHandler(this);
        }
    }

    @Override
    public void publish(LogRecord record) {
        String from = String.valueOf(record.getLoggerName()).replaceFirst(".*\\.", "");
        view.note(Message.verbatim("    ssh " + from + ": " + format.formatMessage(record)
                + (record.getThrown() == null ? "" : " (" + record.getThrown() + ")")));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
        ROOT.setLevel(null);
    }
}
