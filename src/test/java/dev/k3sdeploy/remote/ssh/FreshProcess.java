package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.remote.RootSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Work in a Java that has just been started, with the options of the launcher: what who types a command waits for. */
final class FreshProcess {
    private static final Pattern OPTION = Pattern.compile("'?(-X[^\\s\\\\']+)'?");
    private static final String AS_SFTP = "cat >/root/file";
    private static final String AS_A_RUN = "cat >/root/file.part && sha256sum /root/file.part && sync /root/file.part"
            + " && mv /root/file.part /root/file";

    private FreshProcess() {}

    /**
     * What to start, before the arguments of {@link #main}. The class path is the property {@code fresh.classpath}: jars
     * that are not signed, as the program's own is not, since Java cannot note the classes of others.
     */
    static List<String> command(Path archive) throws IOException {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        String launcher = Files.readString(Path.of("k3sdeploy"));
        int start = launcher.indexOf("set -- -XX");
        Matcher option = OPTION.matcher(launcher.substring(start, launcher.indexOf("-jar", start)));
        while (option.find()) {
            words.add(option.group(1));
        }
        words.add(Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + archive);
        words.addAll(List.of("-cp", System.getProperty("fresh.classpath"), FreshProcess.class.getName()));
        return words;
    }

    /** {@code upload|checked|commands KEY KNOWN_HOSTS FILE PORT...}: uploads to all ports at once, or runs commands on one. */
    public static void main(String[] words) {
        List<String> arguments = Arrays.asList(words);
        Path home = Path.of(words[2]).resolveSibling(".");
        SshConnector connector = new SshConnector(home, PassphraseSource.NOBODY, HostKeyQuestion.NOBODY);
        List<CompletableFuture<Void>> hosts = new ArrayList<>();
        for (String port : arguments.subList(4, arguments.size())) {
            SshEndpoint endpoint = SshEndpoint.of(
                            "lab-1", "127.0.0.1", "vagrant", HostKeys.acceptNew(Path.of(words[2])))
                    .withPort(Integer.parseInt(port))
                    .with(Login.withKey(Path.of(words[1])));
            CompletableFuture<Void> done = new CompletableFuture<>();
            hosts.add(done);
            new Thread(() -> {
                        try (RootSession session = RootSession.open(connector.connect(endpoint), Become.PASSWORDLESS)) {
                            work(words[0], session, Path.of(words[3]));
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
