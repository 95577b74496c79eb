package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.remote.RootSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Work in a Java that has just been started, as the launcher starts the program: what who types a command waits for. */
final class FreshProcess {
    private static final String AS_SFTP = "cat >/root/file";
    private static final String AS_A_RUN = "cat >/root/file.part && sha256sum /root/file.part && sync /root/file.part"
            + " && mv /root/file.part /root/file";

    private FreshProcess() {}

    /**
     * {@code up upload|checked|commands KEY KNOWN_HOSTS FILE HOST:PORT...}: uploads to all of them at once, or runs commands
     * on one. The first word is for the launcher, which chooses Java's options by it.
     */
    public static void main(String[] words) {
        System.setProperty("java.util.logging.config.class", "dev.k3sdeploy.cli.NoLogging");
        LoginRehearsal.begin();
        List<String> arguments = Arrays.asList(words).subList(1, words.length);
        Path home = Path.of(arguments.get(2)).resolveSibling(".");
        SshConnector connector = new SshConnector(home, PassphraseSource.NOBODY, HostKeyQuestion.NOBODY);
        List<CompletableFuture<Void>> hosts = new ArrayList<>();
        for (String address : arguments.subList(4, arguments.size())) {
            String[] host = address.split(":", 2);
            SshEndpoint endpoint = SshEndpoint.of(
                            "lab-1", host[0], "vagrant", HostKeys.acceptNew(Path.of(arguments.get(2))))
                    .withPort(Integer.parseInt(host[1]))
                    .with(Login.withKey(Path.of(arguments.get(1))));
            CompletableFuture<Void> done = new CompletableFuture<>();
            hosts.add(done);
            new Thread(() -> {
                        try (RootSession session = RootSession.open(connector.connect(endpoint), Become.PASSWORDLESS)) {
                            work(arguments.get(0), session, Path.of(arguments.get(3)));
                            done.complete(null);
                        } catch (RuntimeException e) {
                            done.completeExceptionally(e);
                        }
                    })
                    .start();
        }
        hosts.forEach(CompletableFuture::join);
    }

    private static void work(String what, RootSession session, Path file) {
        if (!what.equals("commands")) {
            Command write =
                    Command.script(what.equals("checked") ? AS_A_RUN : AS_SFTP).within(Duration.ofMinutes(5));
            if (!session.stream(write, Content.of(file), sent -> {}).succeeded()) {
                throw new IllegalStateException("the upload failed");
            }
            return;
        }
        long start = System.nanoTime();
        for (int i = 0; i < ConnectionBenchmark.COMMANDS; i++) {
            session.run(Command.of("true"));
        }
        System.out.printf(Locale.ROOT, "%.3f%n", (System.nanoTime() - start) / 1e9);
    }
}
