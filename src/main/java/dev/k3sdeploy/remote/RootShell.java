package dev.k3sdeploy.remote;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.function.LongConsumer;

/**
 * One root shell on a machine, kept open: a command costs it about one round trip, where a process of its own costs
 * two, and sudo's share. Each script runs in a subshell by {@code eval}, so that neither its {@code exit} nor its
 * syntax errors end the shell, and so that no argument list shows it. The end of a script is told by a marker that is
 * new and random each time, so that no output can be taken for it. For one thread at a time.
 */
final class RootShell implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration OPENING = Duration.ofSeconds(30);

    private final String machine;
    private final RemoteProcess process;
    private final OutputStream stdin;
    private final Transcript out = new Transcript();
    private final Transcript err = new Transcript();
    private String pid = "";

    private RootShell(Connection connection) {
        machine = connection.name();
        process = connection.start("exec /bin/sh");
        stdin = process.stdin();
        out.follow(process.stdout(), "k3sdeploy stdout of " + machine);
        err.follow(process.stderr(), "k3sdeploy stderr of " + machine);
    }

    /** @throws BecomeException when the login user cannot become root */
    static RootShell open(Connection connection, Become become) {
        RootShell shell = new RootShell(connection);
        try {
            shell.become(become);
            return shell;
        } catch (InterruptedException e) {
            shell.close();
            throw shell.interrupted("becoming root");
        } catch (RuntimeException e) {
            shell.close();
            throw e;
        }
    }

    private void become(Become become) throws InterruptedException {
        long deadline = System.nanoTime() + OPENING.toNanos();
        if (become.wanted()) {
            String way = askWayToRoot(deadline);
            if (way.equals("ask")) {
                sudoWithPassword(become, deadline);
            } else if (!way.equals("root") && !way.equals("sudo")) {
                throw new BecomeException(
                        "On " + machine + ", the login user is not root and there is no sudo",
                        "Log in as root (ansible_user: root) or install sudo on the machine");
            }
        }
        String marker = nonce();
        out.expect(marker);
        write("echo " + marker + " $$\n", "opening a root shell");
        pid = answer(deadline, "opening a root shell");
    }

    private String askWayToRoot(long deadline) throws InterruptedException {
        String marker = nonce();
        out.expect(marker);
        write("""
                if [ "$(id -u)" = 0 ]; then echo @ root
                elif ! command -v sudo >/dev/null 2>&1; then echo @ none
                elif sudo -n true 2>/dev/null; then echo @ sudo; exec sudo -n /bin/sh
                else echo @ ask; fi
                """.replace("@", marker), "asking for sudo");
        return answer(deadline, "asking for sudo");
    }

    /** The password is sent only after sudo has shown a prompt that nobody else can know, and once. */
    private void sudoWithPassword(Become become, long deadline) throws InterruptedException {
        Secret password = become.password();
        if (password == null) {
            throw new BecomeException(
                    "On " + machine + ", sudo asks for a password and none was given",
                    "Set ansible_become_password, run again with --ask-become-pass, or allow the user sudo without one");
        }
        String prompt = nonce();
        String marker = nonce();
        err.expect(prompt);
        out.expect(marker);
        write("exec sudo -S -p " + prompt + " /bin/sh -c 'echo " + marker + " in; exec /bin/sh'\n", "asking for sudo");
        if (!err.await(deadline)) {
            throw new BecomeException(
                    "On " + machine + ", sudo refuses this user: "
                            + err.output().text().strip(),
                    "See what `sudo -v` says on the machine");
        }
        err.expect(prompt);
        write(password.reveal() + "\n", "answering sudo");
        while (!out.await(System.nanoTime() + 20_000_000)) {
            boolean askedAgain = err.await(System.nanoTime());
            if (askedAgain || out.ended() || System.nanoTime() > deadline) {
                throw new BecomeException(
                        "On " + machine + ", sudo refused the password",
                        "Check ansible_become_password or what was typed for --ask-become-pass; it was tried once only");
            }
        }
        out.trailer(deadline);
    }

    private String answer(long deadline, String doing) throws InterruptedException {
        if (!out.await(deadline)) {
            throw lost(doing);
        }
        return out.trailer(deadline);
    }

    /** The shell's process id on the machine. */
    String pid() {
        return pid;
    }

    /**
     * @throws CommandTimeoutException when the script has not ended by its deadline; it still runs, and the shell can
     *     be used again only after {@link #settle}
     */
    CommandResult run(Command command) throws InterruptedException {
        String marker = nonce();
        out.expect(marker);
        err.expect(marker);
        write(framed(command, marker), "running: " + command);
        return result(command, System.nanoTime() + command.deadline().toNanos());
    }

    private CommandResult result(Command command, long deadline) throws InterruptedException {
        if (!out.await(deadline)) {
            if (out.ended()) {
                throw lost("running: " + command);
            }
            throw new CommandTimeoutException(machine, command);
        }
        String status = out.trailer(deadline);
        if (status.isEmpty() || !err.await(deadline)) {
            throw lost("running: " + command);
        }
        return new CommandResult(Integer.parseInt(status), out.output(), err.output());
    }

    /** Waits for a command that was killed to be reported as ended. */
    boolean settle(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        return out.await(deadline) && !out.trailer(deadline).isEmpty() && err.await(deadline);
    }

    private static String framed(Command command, String marker) {
        String body = "( eval " + quoteForEval(command.script()) + " )";
        byte[] input = command.stdin();
        String run = input.length == 0
                ? body + " </dev/null"
                : "printf %s " + Base64.getEncoder().encodeToString(input) + " | base64 -d | " + body;
        return run + "\nprintf '" + marker + " %d\\n' $?; printf " + marker + " >&2\n";
    }

    private static String quoteForEval(String script) {
        return "'" + script.replace("'", "'\\''") + "'";
    }

    /**
     * Turns the shell into the given script, feeds it and waits for its end. The shell is spent afterwards.
     *
     * @param sent hears the number of bytes sent so far
     */
    CommandResult become(Command command, Content content, LongConsumer sent) throws InterruptedException {
        String marker = nonce();
        String doing = "sending " + content.size() + " bytes";
        out.expect(marker);
        write("exec /bin/sh -c " + quoteForEval("echo " + marker + "\n" + command.script()) + "\n", doing);
        long deadline = System.nanoTime() + OPENING.toNanos();
        if (!out.await(deadline)) {
            throw lost(doing);
        }
        out.trailer(deadline);
        out.expect(nonce());
        err.expect(nonce());
        boolean whole = feed(content, sent);
        long end = System.nanoTime() + command.deadline().toNanos();
        if (!out.awaitEnd(end) || !err.awaitEnd(end)) {
            throw new CommandTimeoutException(machine, command);
        }
        OptionalInt status = process.waitFor(Duration.ofSeconds(10));
        if (status.isEmpty() || (!whole && status.getAsInt() == 0)) {
            throw lost(doing);
        }
        return new CommandResult(status.getAsInt(), out.output(), err.output());
    }

    /** False when the other side stopped reading; its exit status then says why. */
    private boolean feed(Content content, LongConsumer sent) {
        try (var input = content.open()) {
            byte[] chunk = new byte[128 * 1024];
            long total = 0;
            for (int n = input.read(chunk); n >= 0; n = input.read(chunk)) {
                try {
                    stdin.write(chunk, 0, n);
                } catch (IOException e) {
                    return false;
                }
                total += n;
                sent.accept(total);
            }
            return closeInput();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean closeInput() {
        try {
            stdin.flush();
            stdin.close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void write(String text, String doing) {
        try {
            stdin.write(text.getBytes(StandardCharsets.UTF_8));
            stdin.flush();
        } catch (IOException e) {
            throw new ConnectionLostException(machine, doing, e);
        }
    }

    private ConnectionLostException lost(String doing) {
        return new ConnectionLostException(machine, doing, null);
    }

    private ConnectionLostException interrupted(String doing) {
        Thread.currentThread().interrupt();
        return new ConnectionLostException(machine, doing + " (interrupted)", null);
    }

    private static String nonce() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return "k3sdeploy-" + HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        closeInput();
        process.close();
    }
}
