package dev.k3sdeploy.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.remote.local.LocalConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Becoming another user by programs that behave as sudo, su and doas do, with every whim of theirs at hand. */
@Timeout(60)
class EscalationTest {
    private static final String SECRET = "pass `word` $1 \\n 'quoted' €";

    /** Where the options end: {@code /bin/sh -c SCRIPT} of sudo and doas, {@code -c SCRIPT} of su. */
    private static final String FIND_SCRIPT = """
            script=; silent=no; prompt=; stdin=no
            while [ $# -gt 0 ]; do
              case $1 in
                -n) silent=yes ;;
                -S) stdin=yes ;;
                -p) prompt=$2; shift ;;
                -c) script=$2; shift ;;
              esac
              shift
            done
            go() { echo shell >>"$log"; if [ -n "$script" ]; then exec /bin/sh -c "$script"; else exec /bin/sh; fi; }
            """;

    /** Lets everybody in, but not without a question: as a PAM that trusts a group. */
    private static final String AFTER_SILENCE = "[ $silent = no ] || exit 1; go";

    @TempDir
    private Path folder;

    private BecomeTool tool(BecomeMethod method, String body) throws IOException {
        Path file = folder.resolve(method.word());
        String secret = "secret=" + Shell.quote(SECRET) + "; log=" + folder.resolve("log") + "\n";
        Files.writeString(file, "#!/bin/sh\n" + secret + FIND_SCRIPT + body);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return new BecomeTool(method, file.toString(), List.of());
    }

    private BecomeTool asking(BecomeMethod method) throws IOException {
        return tool(method, """
                [ $silent = no ] || exit 1
                exec </dev/tty >/dev/tty 2>&1 || { echo 'un terminal est requis' >&2; exit 1; }
                printf 'Mot de passe : '
                stty -echo; IFS= read -r answer; stty echo; echo
                echo "tried" >>"$log"
                [ "$answer" = "$secret" ] || { echo "$0: refus" >&2; exit 1; }
                go
                """);
    }

    private static Session open(BecomeTool tool, String password) {
        return open(new LocalConnection(), tool, password);
    }

    private static Session open(Connection connection, BecomeTool tool, String password) {
        Become become = Become.PASSWORDLESS.as("somebody").by(tool);
        return RootSession.open(connection, password.isEmpty() ? become : become.with(Secret.of(password)));
    }

    /** As under nohup: what a terminal's end does not end must end by itself. */
    private record Nohup(Connection local) implements Connection {
        @Override
        public RemoteProcess start(String commandLine) {
            return local.start("trap '' HUP; " + commandLine);
        }

        @Override
        public String name() {
            return local.name();
        }

        @Override
        public void close() {
            local.close();
        }
    }

    /** What is left over holds the streams for thirty seconds. */
    @Test
    @Timeout(25)
    void withoutHangupsTheEndOfTheProgramIsSeenAtOnceToo() throws IOException {
        Connection nohup = new Nohup(new LocalConnection());
        BecomeTool refusing = tool(BecomeMethod.SU, "[ $silent = no ] || exit 1; echo 'pas vous' >&2; exit 1");
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> open(nohup, refusing, SECRET))
                .withMessageContaining("pas vous");

        works(open(nohup, tool(BecomeMethod.SUDO, "[ -t 0 ] || { echo 'un tty est requis' >&2; exit 1; }; go"), ""));
    }

    private static void works(Session session) {
        try (session) {
            CommandResult result = session.run(Command.script("cat; printf 'a\\000b'; echo err >&2; exit 4")
                    .withStdin("in"));
            assertThat(result.exitStatus()).isEqualTo(4);
            assertThat(result.out().text()).isEqualTo("ina\0b");
            assertThat(result.err().text()).isEqualTo("err\n");
            assertThat(session.stream(
                                    Command.script("wc -c; exit 9"), StreamContract.content(new byte[1 << 20]), n -> {})
                            .exitStatus())
                    .isEqualTo(9);
        }
    }

    @ParameterizedTest
    @EnumSource(BecomeMethod.class)
    void aPasswordThatIsReadFromATerminalIsGivenThere(BecomeMethod method) throws IOException {
        works(open(asking(method), SECRET));
    }

    @ParameterizedTest
    @EnumSource(BecomeMethod.class)
    void aWrongPasswordIsToldAsSuchAndTriedOnce(BecomeMethod method) throws IOException {
        BecomeTool tool = asking(method);
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> open(tool, "guessed"))
                .withMessageContaining(tool + " refused the password")
                .withMessageContaining("refus")
                .withMessageNotContaining("guessed");
        assertThat(folder.resolve("log")).hasContent("tried");
    }

    @Test
    void aSecondPromptInATerminalIsNotAnswered() throws IOException {
        BecomeTool tool = tool(BecomeMethod.SUDO, """
                [ $silent = no ] || exit 1
                exec </dev/tty >/dev/tty 2>&1 || exit 1
                while :; do
                  stty -echo; printf %s "$prompt"; IFS= read -r answer || exit 1; stty echo
                  echo "tried" >>"$log"
                done
                """);
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> open(tool, "guessed"))
                .withMessageContaining("refused the password");
        assertThat(folder.resolve("log")).hasContent("tried");
    }

    @ParameterizedTest
    @EnumSource(BecomeMethod.class)
    void aPasswordThatNobodyAsksForIsReadByNobody(BecomeMethod method) throws IOException {
        works(open(tool(method, AFTER_SILENCE), "touch " + folder.resolve("run")));
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void sudoThatWantsATerminalAndNoPasswordGetsOne() throws IOException {
        BecomeTool tool = tool(BecomeMethod.SUDO, "[ -t 0 ] || { echo 'un tty est requis' >&2; exit 1; }; go");
        works(open(tool, ""));
        works(open(tool, SECRET));
    }

    @ParameterizedTest
    @EnumSource(BecomeMethod.class)
    void aMissingPasswordIsToldAsSuch(BecomeMethod method) throws IOException {
        BecomeTool tool = asking(method);
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> open(tool, ""))
                .withMessageContaining(tool + " asks for a password and none was given")
                .withMessageContaining("ansible_become_password");
        assertThat(folder.resolve("log")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(BecomeMethod.class)
    void aProgramThatIsNotThereIsNamed(BecomeMethod method) {
        BecomeTool none = new BecomeTool(method, folder.resolve("none").toString(), List.of());
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> open(none, SECRET))
                .withMessageContaining("the login user is not somebody and there is no " + none);
    }

    @ParameterizedTest
    @EnumSource(BecomeMethod.class)
    void whatTheProgramSaysAgainstTheUserIsTold(BecomeMethod method) throws IOException {
        BecomeTool tool = tool(method, "echo \"pas dans les sudoers\" >&2; exit 1\n");
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> open(tool, SECRET))
                .withMessageContaining(tool + " refuses this user: pas dans les sudoers");
    }

    /**
     * As sudo-rs does it from 0.2.5 on (its CHANGELOG and sudo.8): the prompt that was asked for stands inside of its
     * own and before PAM's, what is wrong may be tried three times, and other words say so.
     */
    private BecomeTool sudoRs() throws IOException {
        return tool(BecomeMethod.SUDO, """
                if [ $silent = yes ]; then echo 'sudo: interactive authentication is required' >&2; exit 1; fi
                [ $stdin = yes ] || { echo 'sudo: no terminal' >&2; exit 1; }
                for try in 1 2 3; do
                  printf '[sudo: %s] Password: ' "${prompt:-authenticate}" >&2
                  IFS= read -r answer || exit 1
                  echo "tried" >>"$log"
                  echo >&2
                  if [ "$answer" = "$secret" ]; then go; fi
                  echo 'sudo: Authentication failed, try again.' >&2
                done
                echo 'sudo: maximum 3 incorrect authentication attempts' >&2
                exit 1
                """);
    }

    @Test
    void sudoRsIsAnsweredInsideOfItsOwnPrompt() throws IOException {
        works(open(sudoRs(), SECRET));
    }

    @Test
    void aPasswordThatSudoRsRefusesIsToldAsSuchAndTriedOnce() throws IOException {
        BecomeTool tool = sudoRs();
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> open(tool, "guessed"))
                .withMessageContaining(tool + " refused the password");
        assertThat(folder.resolve("log")).hasContent("tried");
    }

    /** Before 0.2.5 it knew no --prompt, and nothing else tells its question from what a login prints. */
    @Test
    void aSudoThatTakesNoPromptIsToldInItsOwnWords() throws IOException {
        BecomeTool tool = tool(BecomeMethod.SUDO, """
                [ -z "$prompt" ] || { echo "sudo: invalid option '-p'" >&2; exit 1; }
                echo 'sudo: interactive authentication is required' >&2; exit 1
                """);
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> open(tool, SECRET))
                .withMessageContaining("invalid option '-p'");
        assertThat(folder.resolve("log")).doesNotExist();
    }
}
