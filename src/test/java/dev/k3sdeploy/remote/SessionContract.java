package dev.k3sdeploy.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session promises about scripts and their inputs, over every transport. */
@Timeout(120)
public interface SessionContract extends StreamContract {
    private CommandResult run(String script) {
        return session().run(Command.script(script));
    }

    @Test
    default void theStatusIsTheScripts() {
        assertThat(run("true").exitStatus()).isZero();
        assertThat(run("exit 3").exitStatus()).isEqualTo(3);
        assertThat(run("set -e\nfalse\necho not reached").exitStatus()).isEqualTo(1);
        assertThat(run("no-such-command-anywhere").exitStatus()).isEqualTo(127);
        assertThat(run("sh -c 'kill -TERM $$'").exitStatus()).isEqualTo(143);
    }

    @Test
    default void bothOutputsAreKeptApart() {
        CommandResult result = run("echo out; echo err >&2; printf more");
        assertThat(result.out().text()).isEqualTo("out\nmore");
        assertThat(result.err().text()).isEqualTo("err\n");
    }

    @Test
    default void linesAreToldWhileTheCommandRuns() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        String go = "/tmp/k3sdeploy-go-" + new Random().nextInt(Integer.MAX_VALUE);
        CompletableFuture<CommandResult> end = CompletableFuture.supplyAsync(() -> session()
                .run(
                        Command.script("echo one; echo two >&2; until [ -e " + go + " ]; do sleep 0.05; done; rm " + go
                                + "; printf three; exit 7"),
                        (line, error) -> heard.add(line + (error ? " err" : " out"))));
        assertThat(List.of(heard.take(), heard.take())).contains("one out", "two err");
        assertThat(end).isNotDone();

        run("touch " + go);

        assertThat(end.get().exitStatus()).isEqualTo(7);
        assertThat(end.get().out().text()).isEmpty();
        assertThat(heard).contains("three out");
        assertThat(run("echo kept").text()).isEqualTo("kept");
    }

    @Test
    default void anInterruptEndsWhatIsAttendedAndItsChildren() throws Exception {
        String seconds = "8" + (new Random().nextInt(90_000) + 10_000);
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = new Thread(() -> assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> session()
                        .run(
                                Command.script("echo begun; ( sleep " + seconds + "; echo on ); echo on")
                                        .attended(),
                                (line, error) -> begun.countDown())));
        thread.start();
        begun.await();

        thread.interrupt();
        thread.join();

        assertThat(run("grep -ls '[s]leep." + seconds + "' /proc/[0-9]*/cmdline")
                        .text())
                .isEmpty();
    }

    @Test
    default void everyByteOfTheOutputArrives() {
        byte[] bytes = run("i=0; while [ $i -lt 256 ]; do printf \"\\\\$(printf %o $i)\"; i=$((i+1)); done")
                .out()
                .bytes();
        assertThat(bytes).hasSize(256);
        for (int i = 0; i < 256; i++) {
            assertThat(bytes[i]).isEqualTo((byte) i);
        }
    }

    @Test
    default void noScriptLeavesAnythingToTheNext() {
        run("cd /; X=1; export X; umask 0; set -x; exec 3>/dev/null; trap 'echo trapped' EXIT; f() { :; }");
        assertThat(run("echo \"${X-unset}\"; type f >/dev/null 2>&1 || echo no f")
                        .text())
                .isEqualTo("unset\nno f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if",
                "echo 'open",
                "echo \"open",
                "cat <<END\nopen",
                "$(",
                "}",
                ")",
                "echo `",
                "done; exit 0; {",
                "case x in"
            })
    default void aSyntaxErrorIsTheScriptsOwn(String script) {
        CommandResult result = run(script);
        assertThat(run("echo alive").text()).isEqualTo("alive");
        // An unfinished here-document is a warning in some shells and nothing in others.
        if (!script.startsWith("cat")) {
            assertThat(result.exitStatus()).isNotZero();
            assertThat(result.errors()).isNotEmpty();
        }
    }

    @Test
    default void outputThatLooksLikeTheProtocolIsOutput() {
        String fake = "k3sdeploy-0123456789abcdef0123456789abcdef 0";
        CommandResult result = run("echo '" + fake + "'; echo '" + fake + "' >&2; exit 9");
        assertThat(result.text()).isEqualTo(fake);
        assertThat(result.exitStatus()).isEqualTo(9);
    }

    @Test
    default void aScriptThatReadsItsInputFindsItsEnd() {
        assertThat(run("cat; read -r line || echo end").text()).isEqualTo("end");
    }

    @Test
    default void whatIsFedArrivesExactly() {
        String text = "a 'quoted' \"text\" $HOME `id` \\ \n€\n\nlast line without end";
        assertThat(session().run(Command.of("cat").withStdin(text)).out().text())
                .isEqualTo(text);
        String long1 = "x".repeat(MEGABYTE);
        assertThat(session().run(Command.script("wc -c").withStdin(long1)).text())
                .isEqualTo("" + MEGABYTE);
        assertThat(session().run(Command.script("exit 5").withStdin(long1)).exitStatus())
                .isEqualTo(5);
    }

    @Test
    default void whatIsFedIsInNoArgumentList() {
        String secret = "canary-" + new Random().nextLong();
        String look = "cat >/dev/null; for f in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$f; echo; done 2>/dev/null";
        String seen = session().run(Command.script(look).withStdin(secret)).text();
        assertThat(seen).contains("sh").doesNotContain(secret);
    }

    @Test
    default void aScriptIsInNoArgumentList() {
        String look = "for f in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$f; echo; done 2>/dev/null; : \"can\"ary-script";
        assertThat(run(look).text()).contains("sh").doesNotContain("canary-script");
    }

    @Test
    default void longScriptsAndLongWordsPass() {
        String word = "it's ".repeat(100_000);
        assertThat(session()
                        .run(Command.script("printf %s " + Shell.quote(word)))
                        .out()
                        .text())
                .isEqualTo(word);
    }

    @Test
    default void aLongOutputKeepsItsBeginningAndItsEnd() {
        CommandResult result = run("echo first; head -c 104857600 /dev/zero; echo last; exit 2");
        assertThat(result.exitStatus()).isEqualTo(2);
        assertThat(result.out().bytes()).hasSizeLessThanOrEqualTo(Transcript.LIMIT);
        assertThat(result.out().text()).startsWith("first\n").endsWith("last\n");
        assertThat(result.out().dropped() + result.out().bytes().length)
                .isEqualTo(104857600 + "first\nlast\n".length());
    }

    @Test
    default void fiveMegabytesOnBothOutputsAtOnce() {
        CommandResult result = run("head -c 5242880 /dev/zero & head -c 5242880 /dev/zero >&2; wait");
        assertThat(result.out().bytes()).hasSize(5 * MEGABYTE);
        assertThat(result.err().bytes()).hasSize(5 * MEGABYTE);
    }

    @Test
    default void aProcessThatKeepsTheOutputOpenHoldsUpNobody() {
        assertThat(run("(sleep 5; echo late) & echo now").text()).isEqualTo("now");
        assertThat(run("echo next").text()).isEqualTo("next");
    }

    @Test
    default void theDeadlineKillsTheWholeTreeAndTheSessionGoesOn() {
        String marker = "7" + (new Random().nextInt(90_000) + 10_000);
        String tree = "sh -c 'trap \"\" TERM; sleep " + marker + " & sleep " + marker + "' & sleep " + marker;
        assertThatExceptionOfType(CommandTimeoutException.class)
                .isThrownBy(() -> session().run(Command.script(tree).within(Duration.ofSeconds(1))))
                .withMessageContaining("within 1 s");
        assertThat(run("grep -lxa 'sleep." + marker + ".' /proc/[0-9]*/cmdline 2>/dev/null")
                        .text())
                .isEmpty();
        assertThat(run("echo alive").text()).isEqualTo("alive");
    }

    @Test
    default void aScriptThatKillsTheShellBelowItHasTheShellsStatusAndTheSessionGoesOn() {
        String killWrapper = "read -r _ _ _ parent _ </proc/self/stat; kill -KILL $parent";
        CommandResult result = run("echo before; kill -KILL $$; " + killWrapper + "; echo after");
        assertThat(result.exitStatus()).isEqualTo(137);
        assertThat(result.text()).startsWith("before");
        assertThat(run("echo alive").text()).isEqualTo("alive");
    }

    @Test
    default void scriptsOfSeveralThreadsRunAtOnceAndDoNotMix() {
        CompletableFuture<?>[] all = new CompletableFuture<?>[8];
        for (int i = 0; i < all.length; i++) {
            String word = "thread-" + i;
            all[i] = CompletableFuture.runAsync(() -> {
                for (int round = 0; round < 5; round++) {
                    assertThat(run("echo " + word + "; sleep 0.02; echo " + word + " >&2")
                                    .text())
                            .isEqualTo(word);
                }
            });
        }
        CompletableFuture.allOf(all).join();
    }

    @Test
    default void aThreadThatIsInterruptedEndsItsScript() throws InterruptedException {
        String marker = "8" + (new Random().nextInt(90_000) + 10_000);
        Thread thread = new Thread(() -> {
            try {
                run("sleep " + marker);
            } catch (ConnectionLostException e) {
                // As it should.
            }
        });
        thread.start();
        String running = "grep -lxa 'sleep." + marker + ".' /proc/[0-9]*/cmdline 2>/dev/null | wc -l";
        while (run(running).text().equals("0")) {
            Thread.sleep(10);
        }
        thread.interrupt();
        thread.join();
        assertThat(run(running).text()).isEqualTo("0");
    }
}
