package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Connection;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.SocketFactory;
import net.schmizz.sshj.SSHClient;

/** Logs in to machines. One for a run; safe for several threads. */
public final class SshConnector {
    private final KeyFiles keyFiles;

    /** @param home the user's home directory, where {@code .ssh} is */
    public SshConnector(Path home, PassphraseSource passphrases) {
        this.keyFiles = new KeyFiles(home, passphrases);
    }

    /**
     * Connects and logs in, again and again as long as the endpoint's patience lasts.
     *
     * @throws UnreachableException when there is no SSH server
     * @throws LoginRefusedException when it lets the user in by no way
     * @throws HostKeyException at once when the machine may be another one
     */
    public Connection connect(SshEndpoint endpoint) {
        return Attempts.repeat(endpoint, () -> attempt(endpoint));
    }

    private Connection attempt(SshEndpoint endpoint) {
        Duration timeout = endpoint.patience().connectTimeout();
        LiveSocket socket;
        try {
            socket = LiveSocket.connect(endpoint.host(), endpoint.port(), timeout);
        } catch (IOException e) {
            throw SshProblem.unreachable(endpoint, e);
        }
        SSHClient client = client(socket, timeout);
        SshConnection connection = new SshConnection(endpoint.machine(), client);
        try {
            handshake(client, endpoint);
            new Authentication(client, endpoint, keyFiles).run();
            connection.keepAlive(new DeadLineWatch(socket, endpoint.machine()));
            return connection;
        } catch (IOException e) {
            connection.close();
            throw SshProblem.isCausedBy(e, InterruptedException.class)
                    ? SshProblem.interrupted(endpoint, e)
                    : SshProblem.noSsh(endpoint, e);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static SSHClient client(LiveSocket socket, Duration timeout) {
        SSHClient client = new SSHClient(Algorithms.current());
        client.setSocketFactory(new Connected(socket));
        client.setTimeout((int) timeout.toMillis());
        client.getTransport().setTimeoutMs((int) timeout.toMillis());
        return client;
    }

    private static void handshake(SSHClient client, SshEndpoint endpoint) throws IOException {
        HostKeyCheck hostKeys = new HostKeyCheck(endpoint);
        client.addHostKeyVerifier(hostKeys);
        try {
            client.connect(endpoint.host(), endpoint.port());
        } catch (IOException e) {
            HostKeyException refusal = hostKeys.refusal();
            if (refusal != null) {
                throw refusal;
            }
            throw e;
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
