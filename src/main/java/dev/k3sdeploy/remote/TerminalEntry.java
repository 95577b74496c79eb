package dev.k3sdeploy.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * Becomes another user by a program that takes its password from a terminal: su, doas, and sudo under {@code
 * requiretty}. The terminal is util-linux's {@code script}, on the machine, for the question and its answer alone: the
 * shell that comes out of it takes the streams of the dialogue, which carry any bytes and keep both outputs apart.
 *
 * <p>Nobody but the program can read the password: it is sent when the terminal's echo goes off, and the shell that
 * follows does not read the terminal.
 */
final class TerminalEntry {
    private static final Duration PROMPT_AFTER_ECHO = Duration.ofSeconds(2);

    private final Dialogue shell;
    private final BecomeTool tool;
    private final Become become;
    private final long deadline;
    private final String marker = Dialogue.nonce();
    private final String prompt = Dialogue.nonce();
    private final String ready = Dialogue.nonce();
    private boolean answered;

    TerminalEntry(Dialogue shell, BecomeTool tool, Become become, long deadline) {
        this.shell = shell;
        this.tool = tool;
        this.become = become;
        this.deadline = deadline;
    }

    /**
     * Becomes the user, with the password if one is asked for.
     *
     * @param pid the dialogue's shell
     * @throws BecomeException when that is refused
     */
    void run(String pid) throws InterruptedException {
        shell.out().expect(marker);
        shell.err().expect(prompt);
        shell.say(script(pid), "asking for " + tool);
        String word = next();
        if (word.equals("asks")) {
            answer();
            word = next();
        }
        if (!word.equals("inside")) {
            throw BecomeException.noTerminal(shell.machine(), tool);
        }
        shell.err().expect(ready);
        shell.say(".\n", "entering");
        shell.err().await(deadline);
        shell.err().trailer(deadline);
    }

    private void answer() throws InterruptedException {
        Secret password = become.password();
        if (password == null) {
            throw BecomeException.noPassword(shell.machine(), tool);
        }
        if (tool.method() == BecomeMethod.SUDO) {
            // So that the first prompt, which comes after the echo went off, is not taken for a second one.
            shell.err().await(System.nanoTime() + PROMPT_AFTER_ECHO.toNanos());
        }
        shell.err().expect(prompt);
        shell.out().expect(marker);
        answered = true;
        byte[] line = (password.reveal() + "\n").getBytes(StandardCharsets.UTF_8);
        shell.say(Base64.getEncoder().encodeToString(line) + "\n", "answering " + tool);
    }

    /** What comes first: the question, the user's shell, a second question, or the program's end. */
    private String next() throws InterruptedException {
        while (!shell.out().await(System.nanoTime() + Duration.ofMillis(20).toNanos())) {
            boolean askedAgain = answered && shell.err().await(System.nanoTime());
            if (askedAgain || shell.out().ended() || System.nanoTime() > deadline) {
                throw refused();
            }
        }
        return shell.out().trailer(deadline);
    }

    private BecomeException refused() throws InterruptedException {
        String said = shell.complaint(prompt, deadline);
        if (answered) {
            return BecomeException.wrongPassword(shell.machine(), tool, said);
        }
        return become.password() == null && tool.method() == BecomeMethod.SUDO
                ? BecomeException.noPassword(shell.machine(), tool)
                : BecomeException.refused(shell.machine(), tool, said);
    }

    /**
     * The left side hands the password on, from a line that nobody else reads; the shell begins to read only when the
     * left side has read its last one. Its end without that line (we went away) is the terminal's end too, and no
     * second answer. The right side ends it when there is nobody any more to hand a password to.
     */
    private String script(String pid) {
        return """
                { exec 3<&0 4>&1 5>&2
                if command -v script >/dev/null 2>&1; then
                  { sh -c 'echo $PPID'
                  while read -r line <&3; do
                    if [ "$line" = . ]; then echo go; break; fi
                    echo "$line" | base64 -d
                  done; } |
                  { read -r left
                  SHELL=/bin/sh script -qec %s /dev/null
                  status=$?
                  read -r pid name state parent rest 2>/dev/null <"/proc/$left/stat" && [ "$parent" = $$ ] && kill -PIPE "$left"
                  exit $status; } >&2
                  exit
                else echo %s none; fi
                }
                """.formatted(Shell.quote(watch() + "exec " + command(pid)), marker);
    }

    /**
     * Says when a password is being asked for: no program's words are needed for that. A terminal without echo and
     * without any other service is sudo's own, which it has put another one behind: it asks no more. The watch ends with its
     * terminal by itself: where SIGHUP is ignored (nohup), nothing else ends it, and it holds our streams.
     */
    private String watch() {
        return """
                ( left=600
                while [ $left -gt 0 ]; do
                  state=$(stty -a) || exit
                  case " $(echo "$state" | tr '\\n;' '  ') " in
                    *" -opost "*) exit ;;
                    *" -echo "*) echo %s asks >&4; exit ;;
                  esac
                  left=$((left - 1)); sleep 0.05 2>/dev/null || sleep 1
                done ) </dev/tty 2>/dev/null &
                """.formatted(marker);
    }

    private String command(String pid) {
        // sudo and doas close what they inherit; root can open it again, and su leaves it open.
        boolean inherits = tool.method() == BecomeMethod.SU;
        String out = inherits ? "&4" : "/proc/" + pid + "/fd/1";
        String streams = inherits
                ? "<&3 >&4 2>&5 3<&- 4>&- 5>&-"
                : "</proc/" + pid + "/fd/0 >" + out + " 2>/proc/" + pid + "/fd/2";
        String enter =
                "echo " + marker + " inside >" + out + "; read -r go; echo " + ready + "; exec /bin/sh " + streams;
        // Without a password sudo must not ask, and would; su asks or not as PAM likes.
        return become.password() == null
                ? tool.silently(become.user()) + " -c " + Shell.quote(enter)
                : tool.inTerminal(become.user(), prompt, enter);
    }
}
