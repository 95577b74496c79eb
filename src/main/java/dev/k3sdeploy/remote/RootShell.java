package dev.k3sdeploy.remote;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One root shell on a machine, kept open: a command costs it about one round trip, where a process of its own costs
 * two, and sudo's share. Each script runs in a subshell by {@code eval}, so that neither its {@code exit} nor its
 * syntax errors end the shell, and so that no argument list shows it. The end of a script is told by a marker that is
 * new and random each time, so that no output can be taken for it.
 *
 * <p>Scripts run in the background: the shell itself always listens, so that it can be told to kill what hangs even
 * where sshd allows one session only. (Such scripts ignore SIGINT, which nobody can send them anyway.)
 *
 * <p>For one thread at a time.
 */
final class RootShell implements AutoCloseable {
    private static final Duration OPENING = Duration.ofSeconds(30);
    private static final Duration DYING = Duration.ofSeconds(5);
    private static final int KILLED = 128 + 9;

    private final Dialogue shell;
    private final String pid;
    private final boolean root;
    private Grip grip;
    private boolean settled = true;

    private RootShell(Dialogue shell, String[] answer) {
        this.shell = shell;
        this.pid = answer[0];
        this.root = answer[1].equals("0");
        this.grip = Grip.of(answer[2]);
    }

    /**
     * Starts a shell and becomes root.
     *
     * @param claim to the machine's lock, which the shell then tries to get; null for a shell that does not
     * @throws BecomeException when the login user cannot become root
     */
    static RootShell open(Connection connection, Become become, @Nullable Claim claim) throws InterruptedException {
        Dialogue shell = Escalation.open(connection, become);
        try {
            String start = START + (claim == null ? "" : claim.functions() + "claim\n") + READY;
            String answer = shell.ask(start, System.nanoTime() + OPENING.toNanos(), "opening a root shell");
            return new RootShell(shell, (answer + " ").split(" ", 3));
        } catch (RuntimeException | InterruptedException e) {
            shell.close();
            throw e;
        }
    }

    /** Whether it is root's indeed: another user may have been asked for. */
    boolean isRoot() {
        return root;
    }

    Grip grip() {
        return grip;
    }

    /** Tries again to get the lock of {@link #open}'s claim. */
    Grip claim() throws InterruptedException {
        grip = Grip.of(shell.ask(
                "claim; echo @ $grip\n", System.nanoTime() + OPENING.toNanos(), "asking for the machine's lock"));
        return grip;
    }

    /** Lets go of the lock. */
    void unlock() throws InterruptedException {
        shell.ask("unlock; echo @\n", System.nanoTime() + OPENING.toNanos(), "letting go of the machine's lock");
        grip = Grip.NONE;
    }

    /** Whether another script can be run: not when the shell has ended, nor when it is unknown what it does. */
    boolean isUsable() {
        return settled && !shell.out().ended();
    }

    /**
     * Runs a script. One that ends the shell itself has the shell's exit status.
     *
     * @throws CommandTimeoutException when the script has not ended by its deadline; it still runs, and the shell can
     *     be used again only after {@link #kill}
     */
    CommandResult run(Command command) throws InterruptedException {
        String marker = Dialogue.nonce();
        shell.out().expect(marker);
        shell.err().expect(marker);
        return run(command, marker);
    }

    /** As {@link #run(Command)}, telling the output as it comes. */
    CommandResult run(Command command, OutputLines heard) throws InterruptedException {
        String marker = Dialogue.nonce();
        shell.out().tell(marker, line -> heard.line(line, false));
        shell.err().tell(marker, line -> heard.line(line, true));
        return run(command, marker);
    }

    private CommandResult run(Command command, String marker) throws InterruptedException {
        settled = false;
        long deadline = System.nanoTime() + command.deadline().toNanos();
        shell.say(framed(command, marker), "running: " + command);
        if (shell.out().await(deadline)) {
            String status = shell.out().trailer(deadline);
            if (!status.isEmpty() && shell.err().await(deadline)) {
                settled = true;
                return new CommandResult(
                        Integer.parseInt(status),
                        shell.out().output(),
                        shell.err().output());
            }
        }
        if (shell.out().ended()) {
            return ended(command, deadline);
        }
        throw new CommandTimeoutException(shell.machine(), command);
    }

    private CommandResult ended(Command command, long deadline) throws InterruptedException {
        String doing = "running: " + command;
        int status = shell.status(doing);
        if (status == 0) {
            throw shell.lost(doing);
        }
        shell.err().awaitEnd(deadline);
        return new CommandResult(status, shell.out().output(), shell.err().output());
    }

    /** Reaps the script before ({@code wait}), whose marker has come, and starts the next. */
    private static String framed(Command command, String marker) {
        String body = "( eval " + Shell.quote(command.script()) + " )";
        byte[] input = command.stdin();
        // echo is built in everywhere, so that what is fed appears in no argument list.
        String run = input.length == 0
                ? body + " </dev/null"
                : "echo " + Base64.getEncoder().encodeToString(input) + " | base64 -d | " + body;
        // Who outlives the run must not keep the lock, which is on 9.
        // The deadline is for a shell that is abandoned; until then it is we who watch it.
        return "limit=" + (command.grace().isZero() ? 0 : command.grace().toSeconds() + 1) + "; wait; { " + run
                + "\nprintf '" + marker + " %d\\n' $?; printf " + marker + " >&2; } 9>&- &\n";
    }

    /**
     * Kills the script that runs, with its children and theirs, so that the machine does not go on with what nobody
     * waits for. The shell is usable again when they have died.
     */
    void kill() throws InterruptedException {
        shell.say("kill_below $!\n", "killing what hangs");
        long deadline = System.nanoTime() + DYING.toNanos();
        settled = shell.out().await(deadline)
                && !shell.out().trailer(deadline).isEmpty()
                && shell.err().await(deadline);
    }

    /** As {@link #kill()}; what the script had written is there, without what the shell says of its end. */
    CommandResult killed() throws InterruptedException {
        Output errors = shell.err().output();
        kill();
        return new CommandResult(KILLED, shell.out().output(), errors);
    }

    /** Kills what another shell has become, which does not listen any more. */
    void kill(RootShell other) throws InterruptedException {
        run(Command.script("kill_below " + other.pid + "; kill -KILL " + other.pid)
                .within(DYING));
    }

    /**
     * Reads parents from /proc, because not every machine has pkill. Each process is stopped before its children are
     * looked for, so that none is born unseen. Trap: one that is in the middle of a fork has its child first and stops then,
     * so all are looked at again until they stand still; one that waits for a dead disk never does. They die before their
     * parents: when the script itself is dead, whoever waits for that ends this shell.
     */
    private static final String KILL_BELOW = """
            kill_below() {
              below=" $1 "; dying=; looks=0; again=yes
              while [ $again = yes ] && [ $looks -lt 100 ]; do
                again=no; looks=$((looks + 1))
                for stat in /proc/[0-9]*/stat; do
                  read -r line 2>/dev/null <"$stat" || continue
                  child=${line%% *}; rest=${line##*) }; state=${rest%% *}; rest=${rest#* }; parent=${rest%% *}
                  case $below in *" $child "*)
                    case "$child $state" in "$1 "*|*[TtZX]) ;; *) again=yes ;; esac
                    continue ;;
                  esac
                  case $below in *" $parent "*)
                    below="$below$child "; dying="$child $dying"; again=yes; kill -STOP "$child" ;;
                  esac
                done
              done 2>/dev/null
              for pid in $dying; do kill -KILL "$pid" 2>/dev/null; done
            }
            """;

    /**
     * Turns the shell into the given script, feeds it and waits for its end. The shell is spent afterwards.
     *
     * @param sent hears the number of bytes sent so far
     * @throws CommandTimeoutException when nothing has moved for as long as the command's deadline, or the script has
     *     not ended that long after its input; it still runs
     */
    CommandResult become(Command command, Content content, LongConsumer sent) throws InterruptedException {
        String doing = "sending " + content.size() + " bytes";
        settled = false;
        String ready = Dialogue.nonce();
        shell.err().expectNoMarker();
        shell.out().expectFirst(ready);
        shell.say("exec /bin/sh -c " + Shell.quote("printf " + ready + "\n" + command.script()) + "\n", doing);
        // The shell must have read all of its own input before the content comes.
        if (!shell.out().await(System.nanoTime() + OPENING.toNanos())) {
            throw shell.lost(doing);
        }
        Feed feed = new Feed(content, shell.stdin(), shell.machine());
        if (!feed.await(sent, command.deadline())) {
            throw new CommandTimeoutException(shell.machine(), command);
        }
        IOException unreadable = feed.unreadable();
        if (unreadable != null) {
            throw new K3sDeployException(
                    "Cannot read what is to be sent to " + shell.machine() + ": " + unreadable.getMessage(),
                    "",
                    unreadable);
        }
        return spent(command, feed.whole(), doing);
    }

    private CommandResult spent(Command command, boolean whole, String doing) throws InterruptedException {
        long end = System.nanoTime() + command.deadline().toNanos();
        if (!shell.out().awaitEnd(end) || !shell.err().awaitEnd(end)) {
            throw new CommandTimeoutException(shell.machine(), command);
        }
        int status = shell.status(doing);
        if (!whole && status == 0) {
            throw shell.lost(doing);
        }
        return new CommandResult(status, shell.out().output(), shell.err().output());
    }

    /**
     * A shell whose input has ended has nobody any more, because we or the connection are gone. It lets its script come
     * to an end (half an installation of packages is worse than a whole one), but not for longer than its deadline.
     * A signal may come while it does, and must not cut that short. A process that is not its child has come by the number
     * of a script that ended long ago.
     */
    private static final String END_ABANDONED = """
            unlock() { :; }
            abandoned() {
              while [ -n "$!" ] && read -r line 2>/dev/null <"/proc/$!/stat"; do
                case ${line##*) } in [!Z]" $$ "*) ;; *) return ;; esac
                if [ "$limit" -le 0 ]; then kill_below $!; kill -KILL $!; return; fi
                sleep 1; limit=$((limit - 1))
              done
            }
            parting() { trap '' TERM HUP; abandoned; unlock; }
            trap parting EXIT
            trap 'parting; exit 143' TERM HUP
            """;

    /** The same surroundings whoever gave us root: su leaves the user's PATH, and sudo's may lack /usr/local/bin. */
    private static final String START = KILL_BELOW + END_ABANDONED + """
            export LC_ALL=C PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
            cd /
            """;

    private static final String READY = "echo @ $$ $(id -u) $grip\n";

    @Override
    public void close() {
        shell.close();
    }
}
