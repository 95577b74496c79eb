package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.problem.Causes;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Connection;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.SocketFactory;
import net.schmizz.sshj.SSHClient;

/** Logs in to machines. One for a run; safe for several threads. */
public final class SshConnector {
    private static final Duration SOCKETS_HAVE_THEIR_OWN = Duration.ofSeconds(1);

    private final KeyFiles keyFiles;
    private final NewHostKeys newKeys;
    private final LineClock clock = new LineClock();

    /**
     * @param home the user's home directory, where {@code .ssh} is
     * @param passphrases where the passphrases of encrypted keys come from
     * @param question asked about a machine whose key nobody knows
     */
    public SshConnector(Path home, PassphraseSource passphrases, HostKeyQuestion question) {
        this.keyFiles = new KeyFiles(home, passphrases);
        this.newKeys = new NewHostKeys(question);
    }

    /**
     * Connects and logs in, again and again as long as the endpoint's patience lasts.
     *
     * @param endpoint the machine, its user, keys and patience
     * @return logged in; closed by the caller
     * @throws UnreachableException when there is no SSH server
     * @throws LoginRefusedException when it lets the user in by no way
     * @throws HostKeyException at once when the machine may be another one
     */
    public Connection connect(SshEndpoint endpoint) {
        return connect(endpoint, () -> {});
    }

    /**
     * The same for who wants to know of a machine that takes its time whether it is there.
     *
     * @param endpoint the machine, its user, keys and patience
     * @param answered run when something has accepted a TCP connection there, at each attempt
     * @return logged in; closed by the caller
     * @throws UnreachableException and its kinds, as above
     */
    public Connection connect(SshEndpoint endpoint, Runnable answered) {
        return Attempts.repeat(endpoint, answer -> attempt(endpoint, answer, answered));
    }

    /**
     * For a machine that is waited for no longer, since all others have answered.
     *
     * @param endpoint the machine
     * @param waited for so long
     * @return what is told of it
     */
    public static UnreachableException noAnswerAsOthers(SshEndpoint endpoint, Duration waited) {
        return SshProblem.noAnswerAsOthers(endpoint, waited);
    }

    private SshConnection attempt(SshEndpoint endpoint, Duration answer, Runnable answered) {
        return newKeys.connect(endpoint, () -> attemptOnce(endpoint, answer, answered));
    }

    private SshConnection attemptOnce(SshEndpoint endpoint, Duration answer, Runnable answered) {
        Duration timeout = endpoint.patience().connectTimeout();
        Socket socket = endpoint.via().isPresent() ? through(endpoint, answer) : directly(endpoint, answer);
        answered.run();
        SSHClient client = client(socket, timeout);
        SshConnection connection = new SshConnection(endpoint.machine(), client);
        try {
            handshake(client, endpoint, (Line) socket);
            new Authentication(client, endpoint, keyFiles).run();
            connection.keepAlive((Line) socket, endpoint.patience().keepAlive(), clock);
            return connection;
        } catch (IOException e) {
            connection.close();
            throw Causes.include(e, InterruptedException.class)
                    ? SshProblem.interrupted(endpoint, e)
                    : SshProblem.noSsh(endpoint, e);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static LiveSocket directly(SshEndpoint endpoint, Duration answer) {
        try {
            return LiveSocket.connect(endpoint.host(), endpoint.port(), answer);
        } catch (IOException e) {
            throw SshProblem.unreachable(endpoint, e);
        }
    }

    private TunnelSocket through(SshEndpoint endpoint, Duration answer) {
        SshEndpoint hop = endpoint.via().orElseThrow();
        SshConnection connection = attempt(hop, answer, () -> {});
        try {
            return connection.tunnel(endpoint.host(), endpoint.port());
        } catch (IOException e) {
            connection.close();
            throw SshProblem.unreachableFrom(hop, endpoint, e);
        }
    }

    private static SSHClient client(Socket socket, Duration timeout) {
        SSHClient client = new SSHClient(Algorithms.current());
        client.setSocketFactory(new Connected(socket));
        client.setTimeout((int) timeout.toMillis());
        client.getTransport().setTimeoutMs((int) timeout.toMillis());
        return client;
    }

    /**
     * sshj's reader may have met the end (a host key that was refused, a line that was cut) before its caller asks for keys:
     * that one is told «Not connected» by an exception of another kind.
     */
    private static IOException asIo(Exception e) {
        if (e instanceof IOException io) {
            return io;
        }
        IOException ended = new IOException("the connection ended while keys were exchanged");
        ended.addSuppressed(e);
        return ended;
    }

    private void handshake(SSHClient client, SshEndpoint endpoint, Line line) throws IOException {
        HostKeyCheck hostKeys = new HostKeyCheck(endpoint);
        client.addHostKeyVerifier(hostKeys);
        // A channel through a jump host has no timeout of its own, and sshj reads the first line of the other side
        // here.
        Duration longest = endpoint.patience().connectTimeout().plus(SOCKETS_HAVE_THEIR_OWN);
        DeadLineWatch watch = DeadLineWatch.on(line, longest, clock);
        try {
            client.connect(endpoint.host(), endpoint.port());
        } catch (IOException | IllegalStateException e) {
            HostKeyException refusal = hostKeys.refusal();
            if (refusal != null) {
                throw refusal;
            }
            throw watch.foundDead() ? new SocketTimeoutException() : asIo(e);
        } finally {
            watch.close();
        }
    }

    /** Hands sshj a socket that is connected already. */
    private static final class Connected extends SocketFactory {
        private final Socket socket;

        Connected(Socket socket) {
            this.socket = socket;
        }

        @Override
        public Socket createSocket() {
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, java.net.InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(java.net.InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(java.net.InetAddress host, int port, java.net.InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
