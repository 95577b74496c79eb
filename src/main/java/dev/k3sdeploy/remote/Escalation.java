package dev.k3sdeploy.remote;

import java.time.Duration;

/** Turns a login user's shell into root's. */
final class Escalation {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Dialogue shell;
    private final Become become;
    private final long deadline = System.nanoTime() + PATIENCE.toNanos();

    Escalation(Dialogue shell, Become become) {
        this.shell = shell;
        this.become = become;
    }

    /**
     * Becomes root, unless that is not wanted; what is said to the shell next, root hears.
     *
     * @throws BecomeException when the user cannot
     */
    void run() throws InterruptedException {
        if (become.wanted()) {
            switch (findWay()) {
                case "root", "sudo", "doas" -> {}
                case "ask" -> answerSudo();
                default ->
                    throw new BecomeException(
                            "On " + shell.machine() + ", the login user is not root and there is no sudo",
                            "Log in as root (ansible_user: root) or install sudo on the machine");
            }
        }
    }

    /**
     * The way, already gone where no password is asked for. Trap: a shell reads its input in blocks, so what is sent
     * after an {@code exec} of its own line may be read by the shell that ends; inside the compound command nothing
     * can follow before the answer.
     */
    private String findWay() throws InterruptedException {
        return shell.ask("""
                if [ "$(id -u)" = 0 ]; then echo @ root
                elif command -v sudo >/dev/null 2>&1; then
                  if sudo -n true </dev/null >/dev/null 2>&1; then echo @ sudo; exec sudo -n /bin/sh
                  else echo @ ask; fi
                elif command -v doas >/dev/null 2>&1 && doas -n true </dev/null >/dev/null 2>&1; then
                  echo @ doas; exec doas -n /bin/sh
                else echo @ none; fi
                """, deadline, "asking for root");
    }

    /** The password is sent only after sudo has shown a prompt that nobody else can know, and once. */
    private void answerSudo() throws InterruptedException {
        Secret password = become.password();
        if (password == null) {
            throw new BecomeException(
                    "On " + shell.machine() + ", sudo asks for a password and none was given",
                    "Set ansible_become_password, run again with --ask-become-pass, or allow the user sudo without one");
        }
        String prompt = Dialogue.nonce();
        String inside = Dialogue.nonce();
        shell.err().expect(prompt);
        shell.out().expect(inside);
        shell.say("exec sudo -S -p " + prompt + " /bin/sh -c 'echo " + inside + "; exec /bin/sh'\n", "asking for sudo");
        if (!shell.err().await(deadline)) {
            throw refused();
        }
        shell.err().expect(prompt);
        shell.say(password.reveal() + "\n", "answering sudo");
        awaitVerdict();
        shell.out().trailer(deadline);
    }

    /** Root, a second prompt, or the end of sudo: whichever comes first. */
    private void awaitVerdict() throws InterruptedException {
        while (!shell.out().await(System.nanoTime() + Duration.ofMillis(20).toNanos())) {
            if (shell.err().await(System.nanoTime())) {
                throw new BecomeException(
                        "On " + shell.machine() + ", sudo refused the password",
                        "Check ansible_become_password or what was typed for --ask-become-pass; it was tried once only");
            }
            if (shell.out().ended() || System.nanoTime() > deadline) {
                throw refused();
            }
        }
    }

    private BecomeException refused() throws InterruptedException {
        if (shell.out().ended()) {
            shell.err().awaitEnd(deadline);
        }
        String said = shell.err().output().text().strip();
        return new BecomeException(
                "On " + shell.machine() + ", sudo refuses this user" + (said.isEmpty() ? "" : ": " + said),
                "See what `sudo -v` says on the machine");
    }
}
