package dev.k3sdeploy.remote;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Talking to a shell that is gone before it has read anything. */
class DialogueTest {
    @Test
    void aShellThatEndsBeforeItReadsIsNotALostConnection() {
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> ask(new Gone(OptionalInt.of(1))))
                .withMessageContaining("shell ended at once (status 1): This account is not available.");
    }

    @Test
    void aConnectionThatEndsTellsNoStatus() {
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> ask(new Gone(OptionalInt.empty())))
                .withMessageContaining("asking for root");
    }

    private static void ask(Gone process) throws InterruptedException {
        try (Dialogue dialogue = new Dialogue(new OneProcess(process))) {
            dialogue.ask("echo @\n", System.nanoTime() + Duration.ofMinutes(1).toNanos(), "asking for root");
        }
    }

    private record OneProcess(RemoteProcess process) implements Connection {
        @Override
        public String name() {
            return "node-1";
        }

        @Override
        public RemoteProcess start(String command) {
            return process;
        }

        @Override
        public void close() {}
    }

    private record Gone(OptionalInt status) implements RemoteProcess {
        @Override
        public OutputStream stdin() {
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("the other end is closed");
                }
            };
        }

        @Override
        public InputStream stdout() {
            return new ByteArrayInputStream("This account is not available.\n".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public InputStream stderr() {
            return InputStream.nullInputStream();
        }

        @Override
        public OptionalInt waitFor(Duration patience) {
            return status;
        }

        @Override
        public void close() {}
    }
}
