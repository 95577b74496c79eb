package dev.k3sdeploy.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.k3sdeploy.remote.local.LocalConnection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several commands in one exchange, by the shell of this machine. */
class BatchTest {
    private static List<CommandResult> runAll(String... scripts) {
        try (Session session = RootSession.open(new LocalConnection(), Become.NO)) {
            return session.runAll(List.of(scripts).stream().map(Command::script).toList());
        }
    }

    @Test
    void eachHasItsOwnStatusAndOutputs() {
        assertThat(runAll("echo one", "echo two >&2; exit 3", "printf three; printf x >&2", "exit"))
                .extracting(
                        CommandResult::exitStatus,
                        result -> result.out().text(),
                        result -> result.err().text())
                .containsExactly(
                        tuple(0, "one\n", ""), tuple(3, "", "two\n"), tuple(0, "three", "x"), tuple(0, "", ""));
    }

    @Test
    void noneSeesWhatAnotherHasLeft() {
        assertThat(runAll("here=1; cd /tmp; set -e; trap 'echo bye' EXIT", "echo $here; pwd; false; cat; echo on"))
                .extracting(result -> result.out().text())
                .containsExactly("bye\n", "\n/\non\n");
    }

    @Test
    void syntaxErrorsAndQuotesStayWhereTheyAre() {
        List<CommandResult> results = runAll("if then", "echo 'it'\\''s'", "# a comment", "echo end");

        assertThat(results.get(0).exitStatus()).isNotZero();
        assertThat(results.get(0).errors()).isNotEmpty();
        assertThat(results.get(1).text()).isEqualTo("it's");
        assertThat(results.get(3).text()).isEqualTo("end");
    }

    @Test
    void anyBytesPass() {
        List<CommandResult> results = runAll("printf '\\000\\377\\n\\n'; printf '\\001' >&2", "printf '%d\\n' 7");

        assertThat(results.get(0).out().bytes()).containsExactly(0, 0xff, '\n', '\n');
        assertThat(results.get(0).err().bytes()).containsExactly(1);
        assertThat(results.get(1).text()).isEqualTo("7");
    }

    @Test
    void outputsThatAreTooLongTogetherComeOneByOne() {
        String much = "head -c 5000000 /dev/zero";

        assertThat(runAll(much, much, "echo end"))
                .extracting(result -> result.out().bytes().length)
                .containsExactly(5_000_000, 5_000_000, 4);
    }

    @Test
    void aCommandWithAnInputGetsIt() {
        try (Session session = RootSession.open(new LocalConnection(), Become.NO)) {
            assertThat(session.runAll(List.of(Command.script("cat").withStdin("fed"), Command.script("echo two"))))
                    .extracting(CommandResult::text)
                    .containsExactly("fed", "two");
        }
    }
}
