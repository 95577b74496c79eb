package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;

/** An SSH server in this process, which runs commands as the user of the tests. Anybody gets in, with what tests say. */
final class EmbeddedSshd implements AutoCloseable {
    static final String PASSWORD = "open sesame";

    /** Held here because Java's loggers forget their level when nobody does. */
    private static final Logger LOG = Logger.getLogger("org.apache.sshd");

    private final SshServer server = SshServer.setUpDefaultServer();
    private final Path folder;
    final AtomicInteger logins = new AtomicInteger();
    private Optional<Path> homes = Optional.empty();

    EmbeddedSshd(Path folder) {
        this.folder = folder;
        LOG.setLevel(Level.SEVERE);
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(hostKey("host_key"));
        server.setPasswordAuthenticator((user, password, session) -> {
            logins.incrementAndGet();
            return password.equals(PASSWORD);
        });
        server.setPublickeyAuthenticator((user, key, session) -> false);
        server.setCommandFactory((channel, line) -> new ShellCommand(line, homes));
        CoreModuleProperties.TCP_NODELAY.set(server, true);
    }

    /** The server's settings; those of connections must be made before {@link #start}. */
    SshServer server() {
        return server;
    }

    /** Gives each user a home of their own, as if each were a machine; else commands have that of who runs the tests. */
    EmbeddedSshd withHomes(Path below) {
        homes = Optional.of(below);
        return this;
    }

    SimpleGeneratorHostKeyProvider hostKey(String name) {
        SimpleGeneratorHostKeyProvider provider = new SimpleGeneratorHostKeyProvider(folder.resolve(name));
        provider.setAlgorithm("EC");
        provider.setKeySize(256);
        return provider;
    }

    EmbeddedSshd start() throws IOException {
        server.start();
        return this;
    }

    int port() {
        return server.getPort();
    }

    /** This server, logged in to with the password, at once or not at all. */
    SshEndpoint endpoint() {
        return SshEndpoint.of("box-1", "127.0.0.1", "anybody", HostKeys.acceptNew(folder.resolve("known_hosts")))
                .withPort(port())
                .with(Login.WITH_DEFAULT_KEYS.withPassword(dev.k3sdeploy.remote.Secret.of(PASSWORD)))
                .with(Patience.NONE);
    }

    /** A connector whose user has no keys. */
    SshConnector connector() {
        return new SshConnector(folder, PassphraseSource.NOBODY, HostKeyQuestion.NOBODY);
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    /** A process of this machine behind a channel. The server sets the streams before it starts it. */
    @SuppressWarnings("NullAway.Init")
    private static final class ShellCommand implements Command {
        private final String line;
        private final Optional<Path> homes;
        private InputStream in;
        private OutputStream out;
        private OutputStream err;
        private ExitCallback exit;

        ShellCommand(String line, Optional<Path> homes) {
            this.line = line;
            this.homes = homes;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) throws IOException {
            ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", line);
            if (homes.isPresent()) {
                Path home = homes.get().resolve(environment.getEnv().get(Environment.ENV_USER));
                shell.environment().put("HOME", Files.createDirectories(home).toString());
            }
            Process process = shell.start();
            Thread stdout = pump(process.getInputStream(), out);
            Thread stderr = pump(process.getErrorStream(), err);
            pump(in, process.getOutputStream());
            thread(() -> {
                int status = process.waitFor();
                stdout.join();
                stderr.join();
                exit.onExit(status);
            });
        }

        private static Thread pump(InputStream from, OutputStream to) {
            return thread(() -> {
                try (to) {
                    byte[] chunk = new byte[32 * 1024];
                    for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
                        to.write(chunk, 0, n);
                        to.flush();
                    }
                }
            });
        }

        private interface Work {
            void run() throws IOException, InterruptedException;
        }

        private static Thread thread(Work work) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            work.run();
                        } catch (IOException | InterruptedException e) {
                            // One of the two ends is gone.
                        }
                    },
                    "embedded sshd");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        @Override
        public void destroy(ChannelSession channel) {
            // As OpenSSH does without a terminal: the process sees the end of its input, and goes on if it likes.
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            err = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }
    }
}
