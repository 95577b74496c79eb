package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.k3sdeploy.remote.ssh.OpenSshTools.RunningAgent;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent behind a pipe as Windows has them, where this is not Windows. */
@Timeout(60)
class AgentPipeTest {
    private static final byte[] DATA = {1, 2, 3};

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /**
     * One handle for both ways. Who writes or closes while another thread reads waits for that one's end, as Windows
     * does with a handle that was opened without FILE_FLAG_OVERLAPPED; what is read comes in pieces.
     */
    private static final class Pipe implements AgentPipe.Handle {
        private final SocketChannel agent;
        private final int atMost;
        private final ReentrantLock handle = new ReentrantLock();

        Pipe(SocketChannel agent, int atMost) {
            this.agent = agent;
            this.atMost = atMost;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            handle.lock();
            try {
                return agent.read(ByteBuffer.wrap(bytes, offset, Math.min(length, atMost)));
            } finally {
                handle.unlock();
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            handle.lock();
            try {
                agent.write(ByteBuffer.wrap(bytes, offset, length));
            } finally {
                handle.unlock();
            }
        }

        @Override
        public void close() throws IOException {
            handle.lock();
            try {
                agent.close();
            } finally {
                handle.unlock();
            }
        }
    }

    private static Agent behindAPipe(String socket, int atMost) {
        return new Agent(
                AgentPipe.WINDOWS,
                name -> AgentPipe.of(new Pipe(SocketChannel.open(UnixDomainSocketAddress.of(socket)), atMost)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 65536})
    void itsKeysAreListedAndSign(int atMost) throws Exception {
        Path key = OpenSshTools.keygen(folder.resolve("key"), "-t", "ed25519");
        try (RunningAgent running = new RunningAgent(folder.resolve("agent"))) {
            running.add(key);
            Agent agent = behindAPipe(running.address().orElseThrow(), atMost);
            AgentKey listed = agent.keys().get(0);
            assertThat(listed.type()).isEqualTo("ssh-ed25519");
            byte[] blob = java.util.Base64.getDecoder().decode(listed.base64());
            assertThat(agent.sign(blob, DATA, 0))
                    .isEqualTo(new Agent(running.address().orElseThrow()).sign(blob, DATA, 0))
                    .hasSizeGreaterThan(64);
        }
    }

    /** Nobody but the one who reads can end it, and it must not hold up the run. */
    @Test
    void aPipeThatSaysNothingAndCannotBeClosedIsGivenUp() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        Agent agent = new Agent(
                AgentPipe.WINDOWS,
                name -> AgentPipe.of(new AgentPipe.Handle() {
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        return await();
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {}

                    @Override
                    public void close() throws IOException {
                        await();
                    }

                    private int await() throws IOException {
                        try {
                            never.await();
                            return -1;
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                }));
        assertThatIOException()
                .isThrownBy(() -> agent.keys(Duration.ofMillis(200)))
                .withMessageStartingWith("no answer within");
    }

    @Test
    void aPipeThatEndsIsToldAsSuch() {
        Agent agent = new Agent(
                AgentPipe.WINDOWS,
                name -> AgentPipe.of(new AgentPipe.Handle() {
                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        return -1;
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {}

                    @Override
                    public void close() {}
                }));
        assertThatIOException().isThrownBy(agent::keys).isInstanceOf(EOFException.class);
    }
}
