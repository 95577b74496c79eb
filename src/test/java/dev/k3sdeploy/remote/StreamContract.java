package dev.k3sdeploy.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a session promises about long inputs, over every transport. */
@Timeout(120)
public interface StreamContract {
    int MEGABYTE = 1 << 20;

    /** The session under test; closed by whoever made it. */
    Session session();

    private CommandResult run(String script) {
        return session().run(Command.script(script));
    }

    @Test
    default void aStreamArrivesExactlyAndTellsItsProgress() {
        byte[] bytes = new byte[64 * MEGABYTE];
        new Random(1).nextBytes(bytes);
        AtomicLong last = new AtomicLong();
        CommandResult result = session().stream(Command.script("sha256sum; exit 3"), content(bytes), last::set);
        assertThat(result.exitStatus()).isEqualTo(3);
        assertThat(result.text()).startsWith(sha256(bytes));
        assertThat(last).hasValue(bytes.length);
    }

    @Test
    default void aStreamThatIsNotReadEndsWithTheScriptsStatus() {
        CommandResult result = session().stream(
                Command.script("echo 'no space' >&2; exit 28"), content(new byte[8 * MEGABYTE]), sent -> {});
        assertThat(result.exitStatus()).isEqualTo(28);
        assertThat(result.errors()).isEqualTo("no space");
        assertThat(run("echo alive").text()).isEqualTo("alive");
    }

    @Test
    default void aScriptThatReadsHalfAStreamIsNoSuccess() {
        Content content = content(new byte[32 * MEGABYTE]);
        Command half = Command.script("head -c 1000 >/dev/null; exit 0");
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> session().stream(half, content, sent -> {}));
    }

    @Test
    default void aStreamThatNobodyReadsIsEndedByTheDeadline() {
        String marker = "6" + (new Random().nextInt(90_000) + 10_000);
        Command stuck = Command.script("sleep " + marker).within(Duration.ofSeconds(1));
        assertThatExceptionOfType(CommandTimeoutException.class)
                .isThrownBy(() -> session().stream(stuck, content(new byte[32 * MEGABYTE]), sent -> {}));
        assertThat(run("grep -lxa 'sleep." + marker + ".' /proc/[0-9]*/cmdline 2>/dev/null")
                        .text())
                .isEmpty();
    }

    @Test
    default void aFileThatShrinksWhileItIsSentIsNoSuccess() {
        Content shrunk = new Content() {
            @Override
            public long size() {
                return 10;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(new byte[5]);
            }
        };
        assertThatExceptionOfType(dev.k3sdeploy.problem.K3sDeployException.class)
                .isThrownBy(() -> session().stream(Command.of("cat"), shrunk, sent -> {}))
                .withMessageContaining("had 10 bytes and now has 5");
    }

    /** As {@link Content#of} a file with these bytes. */
    static Content content(byte[] bytes) {
        return new Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    static String sha256(byte[] bytes) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
