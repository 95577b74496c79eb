package dev.k3sdeploy.remote;

import dev.k3sdeploy.problem.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A shell on a machine that is talked to through its standard streams: scripts go in, and an answer is what follows a
 * marker, so that nothing a login prints of itself can be taken for one.
 */
final class Dialogue implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration ENDING = Duration.ofSeconds(10);

    private final String machine;
    private final RemoteProcess process;
    private final OutputStream stdin;
    private final Transcript out = new Transcript();
    private final Transcript err = new Transcript();
    private boolean listening;

    /**
     * Starts a POSIX shell, whatever the user's login shell is, in the locale in which programs are tested: prompts and
     * messages come untranslated.
     */
    Dialogue(Connection connection) {
        machine = connection.name();
        process = connection.start("exec env LC_ALL=C /bin/sh");
        stdin = process.stdin();
    }

    String machine() {
        return machine;
    }

    OutputStream stdin() {
        return stdin;
    }

    Transcript out() {
        return out;
    }

    Transcript err() {
        return err;
    }

    /**
     * Sends a script, each {@code @} in it replaced by a marker, and waits for the marker's line.
     *
     * @return the rest of that line
     * @throws ConnectionLostException when it has not come by {@code deadline} ({@link System#nanoTime})
     * @throws BecomeException when the shell has ended instead
     */
    String ask(String script, long deadline, String doing) throws InterruptedException {
        String marker = nonce();
        out.expect(marker);
        listen();
        try {
            say(script.replace("@", marker), doing);
        } catch (ConnectionLostException e) {
            throw endedBeforeItRead() ? noShell() : e;
        }
        if (!out.await(deadline)) {
            throw out.ended() ? noShell() : lost(doing);
        }
        return out.trailer(deadline);
    }

    /** Not before something is expected: what a shell says before it ends would be forgotten. */
    private void listen() {
        if (!listening) {
            listening = true;
            out.follow(process.stdout(), "k3sdeploy stdout of " + machine);
            err.follow(process.stderr(), "k3sdeploy stderr of " + machine);
        }
    }

    /** A shell that is gone takes no input, which looks like a lost connection; but that one has no exit status. */
    private boolean endedBeforeItRead() throws InterruptedException {
        out.awaitEnd(System.nanoTime() + ENDING.toNanos());
        return out.ended() && process.waitFor(ENDING).isPresent();
    }

    private RuntimeException noShell() throws InterruptedException {
        OptionalInt status = process.waitFor(ENDING);
        err.awaitEnd(System.nanoTime() + ENDING.toNanos());
        String said = (out.output().text() + err.output().text()).strip();
        return new BecomeException(
                Message.of(
                        "become.no-shell",
                        machine,
                        status.isPresent() ? status.getAsInt() : "?",
                        BecomeException.quoted(said)),
                Message.of("become.no-shell.next"));
    }

    void say(String text, String doing) {
        try {
            stdin.write(text.getBytes(StandardCharsets.UTF_8));
            stdin.flush();
        } catch (IOException e) {
            throw new ConnectionLostException(machine, doing, e);
        }
    }

    /**
     * The exit status of the shell, which must have closed its output.
     *
     * @throws ConnectionLostException when the connection ended, and not the shell
     */
    int status(String doing) {
        try {
            return process.waitFor(ENDING).orElseThrow(() -> lost(doing));
        } catch (ConnectionLostException e) {
            throw new ConnectionLostException(machine, doing, e);
        }
    }

    /** What was said on standard error, on one line, without a prompt's marker. */
    String complaint(String prompt, long deadline) throws InterruptedException {
        if (out.ended()) {
            err.awaitEnd(deadline);
        }
        return err.output()
                .text()
                .replace(prompt, "")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("; "));
    }

    ConnectionLostException lost(String doing) {
        return new ConnectionLostException(machine, doing, null);
    }

    /** A word that nobody can foresee. */
    static String nonce() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return "k3sdeploy-" + HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        process.close();
    }
}
