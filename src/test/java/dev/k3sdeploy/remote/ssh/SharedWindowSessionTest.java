package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import net.schmizz.sshj.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedWindowSessionTest {
    private static final int WINDOW = 64 * 1024;
    private static final int PACKET = 32 * 1024;

    /** The other side as a thread of its own, which sends as soon as it hears that there is room. */
    private @Nullable CompletableFuture<Void> sent;

    private @Nullable SessionChannel channel;

    @Test
    void whatComesOnOneOutputWhileRoomIsToldOfForTheOtherIsNotTooMuch() throws Exception {
        SessionChannel session = new SharedWindowSession(connection());
        channel = session;
        session.handle(Message.CHANNEL_DATA, data(PACKET));
        session.handle(Message.CHANNEL_DATA, data(PACKET));
        InputStream stdout = session.getInputStream();
        assertThat(stdout.readNBytes(2 * PACKET)).hasSize(2 * PACKET);
        assertThat(sent).succeedsWithin(20, TimeUnit.SECONDS);
        assertThat(session.getErrorStream().readNBytes(PACKET)).hasSize(PACKET);
    }

    @Test
    void theEndOfTheChannelEndsBothOutputs() throws Exception {
        SessionChannel session = new SharedWindowSession(connection());
        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return session.getErrorStream().read();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        session.handle(Message.CHANNEL_EOF, new SSHPacket());
        assertThat(waiting).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(-1);
        assertThat(session.getInputStream().read()).isEqualTo(-1);
    }

    /** Sends on the error output, and gives that a moment to arrive before the write of the adjustment returns. */
    private void heardOfRoom() {
        SessionChannel session = channel;
        if (session == null || sent != null) {
            return;
        }
        sent = CompletableFuture.runAsync(() -> {
            try {
                session.handle(Message.CHANNEL_EXTENDED_DATA, new SSHPacket(errors(PACKET)));
            } catch (SSHException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            sent.get(300, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It waits until the room is counted, as it should.
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSHPacket data(int length) {
        SSHPacket packet = new SSHPacket();
        packet.putBytes(new byte[length]);
        return packet;
    }

    private static SSHPacket errors(int length) {
        SSHPacket packet = new SSHPacket();
        packet.putUInt32(1).putBytes(new byte[length]);
        return packet;
    }

    private Connection connection() {
        DefaultConfig config = new DefaultConfig();
        Transport transport = stub(Transport.class, method -> switch (method) {
            case "getConfig" -> config;
            case "write" -> {
                heardOfRoom();
                yield 0L;
            }
            default -> null;
        });
        return stub(Connection.class, method -> switch (method) {
            case "getTransport" -> transport;
            case "getWindowSize" -> (long) WINDOW;
            case "getMaxPacketSize" -> PACKET;
            case "nextID", "getTimeoutMs" -> 1;
            default -> null;
        });
    }

    private interface Answer {
        @Nullable
        Object to(String method);
    }

    private static <T> T stub(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName())));
    }
}
