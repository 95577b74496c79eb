package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The programs of OpenSSH's client as tests use them. */
final class OpenSshTools {
    private OpenSshTools() {}

    /** Makes a key: {@code keygen(file, "-t", "ed25519")}. Without a passphrase unless {@code -N} gives one. */
    static Path keygen(Path file, String... options) {
        List<String> words = new ArrayList<>(List.of("ssh-keygen", "-q", "-C", "test", "-f", file.toString()));
        if (!List.of(options).contains("-N")) {
            words.addAll(List.of("-N", ""));
        }
        words.addAll(List.of(options));
        run(words, Optional.empty());
        return file;
    }

    /** Signs a public key; {@code options} say for whom: {@code -n vagrant}, or {@code -h} for a host. */
    static void certify(Path authority, Path publicKey, String... options) {
        List<String> words = new ArrayList<>(List.of("ssh-keygen", "-q", "-s", authority.toString(), "-I", "test"));
        words.addAll(List.of(options));
        words.add(publicKey.toString());
        run(words, Optional.empty());
    }

    static String run(List<String> words, Optional<String> agent) {
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            agent.ifPresent(address -> builder.environment().put("SSH_AUTH_SOCK", address));
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(words + " ended with " + process.exitValue() + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A real ssh-agent. */
    static final class RunningAgent implements AutoCloseable {
        private final Path socket;
        private final Process process;

        RunningAgent(Path socket) throws IOException, InterruptedException {
            this.socket = socket;
            process = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            for (int attempt = 0; attempt < 500 && !Files.exists(socket); attempt++) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }

        Optional<String> address() {
            return Optional.of(socket.toString());
        }

        RunningAgent add(Path key) {
            run(List.of("ssh-add", "-q", key.toString()), address());
            return this;
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }
}
