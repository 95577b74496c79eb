package dev.k3sdeploy.remote;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns a login user's shell into root's, or that of whom else the inventory names. */
final class Escalation {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Dialogue shell;
    private final Become become;
    private final boolean terminalOnly;
    private final long deadline = System.nanoTime() + PATIENCE.toNanos();

    private Escalation(Dialogue shell, Become become, boolean terminalOnly) {
        this.shell = shell;
        this.become = become;
        this.terminalOnly = terminalOnly;
    }

    /**
     * A shell that the wanted user hears.
     *
     * @throws BecomeException when the login user cannot become that user
     */
    static Dialogue open(Connection connection, Become become) throws InterruptedException {
        Dialogue shell = open(connection, become, false);
        return shell == null ? Objects.requireNonNull(open(connection, become, true)) : shell;
    }

    /** Null when sudo has ended before it asked, and the shell with it: {@code requiretty} looks so in every language. */
    private static @Nullable Dialogue open(Connection connection, Become become, boolean terminalOnly)
            throws InterruptedException {
        Dialogue shell = new Dialogue(connection);
        boolean there = false;
        try {
            there = !become.wanted() || new Escalation(shell, become, terminalOnly).run();
            return there ? shell : null;
        } finally {
            if (!there) {
                shell.close();
            }
        }
    }

    private boolean run() throws InterruptedException {
        String[] answer = findWay().split(" ", -1);
        return switch (answer[0]) {
            case "there", "silent" -> true;
            case "asks" -> give(become.tools().get(Integer.parseInt(answer[1])), answer[2]);
            default -> throw BecomeException.noTool(shell.machine(), become);
        };
    }

    /**
     * The way, already gone where no password is asked for. Trap: a shell reads its input in blocks, so what is sent
     * after an {@code exec} of its own line may be read by the shell that ends; inside the compound command nothing
     * can follow before the answer.
     */
    private String findWay() throws InterruptedException {
        boolean root = become.user().equals(Become.ROOT);
        StringBuilder script = new StringBuilder("if [ \"$(id -u" + (root ? "" : "n") + ")\" = "
                + (root ? "0" : Shell.quote(become.user())) + " ]; then echo @ there\n");
        for (int i = 0; i < become.tools().size(); i++) {
            BecomeTool tool = become.tools().get(i);
            String silently = tool.silently(become.user());
            // su asks everybody but root, and reads the answer from wherever it can.
            String mayTry = tool.method() == BecomeMethod.SU ? "[ \"$(id -u)\" = 0 ] && " : "";
            script.append("elif command -v ")
                    .append(Shell.quote(tool.exe()))
                    .append(" >/dev/null 2>&1; then\n  if ")
                    .append(mayTry)
                    .append(silently)
                    .append(" -c : </dev/null >/dev/null 2>&1; then echo @ silent; exec ")
                    .append(silently)
                    .append("; else echo @ asks ")
                    .append(i)
                    .append(" $$; fi\n");
        }
        return shell.ask(script + "else echo @ none; fi\n", deadline, "asking for " + become.user());
    }

    private boolean give(BecomeTool tool, String pid) throws InterruptedException {
        Secret password = become.password();
        if (tool.method() == BecomeMethod.SUDO && password != null && !terminalOnly) {
            return answerSudo(tool, password);
        }
        if (tool.method() == BecomeMethod.DOAS && password == null) {
            throw BecomeException.noPassword(shell.machine(), tool);
        }
        new TerminalEntry(shell, tool, become, deadline).run(pid);
        return true;
    }

    /** The password is sent only after sudo has shown a prompt that nobody else can know, and once. */
    private boolean answerSudo(BecomeTool tool, Secret password) throws InterruptedException {
        String prompt = Dialogue.nonce();
        String inside = Dialogue.nonce();
        shell.err().expect(prompt);
        shell.out().expect(inside);
        String line = tool.fromInput(become.user(), prompt, "echo " + inside + "; exec /bin/sh");
        shell.say("exec " + line + "\n", "asking for sudo");
        if (entersOrAsks(tool, prompt)) {
            return true;
        }
        if (shell.out().ended()) {
            return false;
        }
        shell.err().expect(prompt);
        shell.say(password.reveal() + "\n", "answering sudo");
        if (entersOrAsks(tool, prompt)) {
            return true;
        }
        throw shell.out().ended() ? refused(tool, prompt) : BecomeException.wrongPassword(shell.machine(), tool, "");
    }

    /** Waits for root, a prompt, or the end of sudo, whichever comes first; true for root. */
    private boolean entersOrAsks(BecomeTool tool, String prompt) throws InterruptedException {
        while (!shell.out().await(System.nanoTime() + Duration.ofMillis(20).toNanos())) {
            if (shell.err().await(System.nanoTime()) || shell.out().ended()) {
                return false;
            }
            if (System.nanoTime() > deadline) {
                throw refused(tool, prompt);
            }
        }
        shell.out().trailer(deadline);
        return true;
    }

    private BecomeException refused(BecomeTool tool, String prompt) throws InterruptedException {
        return BecomeException.refused(shell.machine(), tool, shell.complaint(prompt, deadline));
    }
}
