package dev.k3sdeploy.remote.openssh;

import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.ssh.HostKeyException;
import dev.k3sdeploy.remote.ssh.LoginRefusedException;
import dev.k3sdeploy.remote.ssh.ShownKey;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A running {@code ssh -M}: the connection that the sessions share. It ends when this process does, however that is. */
final class Master implements AutoCloseable {
    /** For the steps after the key exchange, which ConnectTimeout does not bound. */
    private static final Duration LOGIN = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration DYING = Duration.ofMillis(500);

    /** For what it wrote before its end: that is there, but on a busy machine not at once. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    /**
     * Watches ssh and us: the end of its own input is our end. While ssh logs in, the input is for its questions. At last
     * it tells the keys that the machine has shown, and removes the folder.
     */
    private static final String GUARD = """
            folder=$1; shift
            ssh=
            trap '[ -n "$ssh" ] && kill "$ssh" 2>/dev/null' TERM HUP
            exec 3<&0
            "$@" <&3 3<&- &
            ssh=$!
            echo "$ssh" >"$folder/pid"
            { while [ ! -S "$folder/s" ] && kill -0 "$ssh"; do sleep 0.1 || sleep 1; done
              cat <&3 >/dev/null; kill "$ssh"; } >/dev/null 2>&1 &
            exec 3<&- </dev/null
            wait "$ssh"; status=$?
            wait "$ssh" 2>/dev/null
            cat "$folder/keys" 2>/dev/null
            rm -rf "$folder"
            exit "$status"
            """;

    private final SshEndpoint endpoint;
    private final ControlFolder folder;
    private final Process process;
    private final CompletableFuture<String> keys;
    private final CompletableFuture<String> complaint;

    private Master(SshEndpoint endpoint, ControlFolder folder, Process process) {
        this.endpoint = endpoint;
        this.folder = folder;
        this.process = process;
        this.keys = drain(process.getInputStream());
        this.complaint = drain(process.getErrorStream());
    }

    /**
     * Connects and logs in.
     *
     * @throws UnreachableException and its kinds, as the built-in transport does
     */
    static Master start(SshEndpoint endpoint, SshCommandLines lines) {
        try {
            endpoint.hostKeys().makeFolder();
            ControlFolder folder = ControlFolder.create();
            List<String> words = new ArrayList<>(
                    List.of("/bin/sh", "-c", GUARD, "sh", folder.path().toString()));
            words.addAll(lines.master(endpoint, folder));
            ProcessBuilder builder = Detached.of(words);
            builder.environment().put("SSH_ASKPASS", folder.askpass().toString());
            builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
            Master master = new Master(endpoint, folder, builder.start());
            master.awaitLogin();
            return master;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitLogin() {
        answer();
        long deadline = System.nanoTime()
                + LOGIN.plus(endpoint.patience().connectTimeout()).toNanos();
        try {
            while (!Files.exists(folder.socket())) {
                if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                    throw failure();
                }
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new UnreachableException("Cannot reach " + endpoint + ": interrupted", "", e);
        }
    }

    /** Twice, because ssh asks for the ways «password» and «keyboard-interactive» separately. */
    private void answer() {
        Secret password = endpoint.login().password();
        if (password == null) {
            return;
        }
        byte[] line = (password.reveal() + "\n" + password.reveal() + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            OutputStream stdin = process.getOutputStream();
            stdin.write(line);
            stdin.flush();
        } catch (IOException e) {
            // It has ended already, and is asked why.
        }
    }

    /** To close a process closes its streams, and what it has said may not have been read yet. */
    private UnreachableException failure() {
        if (process.isAlive()) {
            close();
        }
        UnreachableException failure = failureSaid();
        close();
        return failure;
    }

    private UnreachableException failureSaid() {
        Optional<ShownKey> shown = shownKey();
        Optional<HostKeyException> wrongKey = shown.flatMap(key -> key.problem(endpoint));
        if (wrongKey.isPresent()) {
            return wrongKey.get();
        }
        String said = said();
        if (shown.isPresent()) {
            return new LoginRefusedException(
                    Message.shaped("{0}: {1}", Message.of("ssh.cannot-log-in", endpoint, endpoint.user()), said),
                    said.contains("pin required")
                            ? Message.of("ssh.pin.next")
                            : Message.shaped("{0}{1}", Message.of("ssh.tried.next", endpoint.user()), kerberos(said)));
        }
        return new UnreachableException(
                Message.of("ssh.cannot-reach", endpoint, said), Message.of("ssh.openssh.next"), null);
    }

    /** ssh ends with the methods that the machine takes. */
    private Message kerberos(String said) {
        boolean missed = endpoint.login().lacksTicket() && said.contains("gssapi-with-mic");
        return missed ? Message.of("ssh.kerberos-ticket") : Message.NONE;
    }

    private Optional<ShownKey> shownKey() {
        String[] words = within(keys).strip().split("\\s+", -1);
        return words.length < 2
                ? Optional.empty()
                : Optional.of(new ShownKey(words[words.length - 2], words[words.length - 1]));
    }

    private String said() {
        String text = within(complaint)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("; "));
        return text.isEmpty() ? "ssh ended and said nothing" : text;
    }

    private static String within(CompletableFuture<String> text) {
        return text.completeOnTimeout("", LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Whether the connection stands. One that is ending is given a moment to do so. */
    boolean isLost() throws InterruptedException {
        return process.waitFor(DYING.toMillis(), TimeUnit.MILLISECONDS);
    }

    ControlFolder folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
        }
        process.destroy();
    }

    private static CompletableFuture<String> drain(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try (stream) {
                        text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        text.complete("");
                    }
                },
                "k3sdeploy ssh master");
        thread.setDaemon(true);
        thread.start();
        return text;
    }
}
