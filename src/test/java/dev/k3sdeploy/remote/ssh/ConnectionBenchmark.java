package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.openssh.OpenSshConnector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Times, printed and not judged: what else the machine does is in them. Run by bench/connections/run. */
final class ConnectionBenchmark {
    private static final int ROUNDS = 5;

    /** Two that differ by a hundredth of a second, on a machine whose times vary by a tenth. */
    private static final int CLOSE_ROUNDS = 25;

    static final int COMMANDS = 100;
    private static final int MEGABYTES = 64;
    private static final int ARCHIVE_SECONDS = 30;

    private final LabHost host;
    private final Path file;
    private final SshEndpoint endpoint;

    private ConnectionBenchmark(LabHost host, Path file, SshEndpoint endpoint) {
        this.host = host;
        this.file = file;
        this.endpoint = endpoint;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        byte[] bytes = new byte[MEGABYTES << 20];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("file"), bytes);
        try (LabHost host = new LabHost(folder)) {
            host.root().close();
            ConnectionBenchmark near = new ConnectionBenchmark(host, file, host.direct("vagrant"));
            SshEndpoint published = host.endpoint("vagrant");
            try (DelayedPort line = new DelayedPort(published.port(), Duration.ofMillis(50))) {
                ConnectionBenchmark far = new ConnectionBenchmark(host, file, published.withPort(line.port()));
                near.processes("no delay, each in a process of its own", CLOSE_ROUNDS);
                far.processes("round trips of 50 ms, each in a process of its own", ROUNDS);
                if (arguments.length < 2) {
                    near.all("no delay, one Java for all");
                    far.all("round trips of 50 ms, one Java for all");
                }
            }
            near.fourAtOnce(folder);
        }
    }

    private void processes(String network, int rounds) throws IOException, InterruptedException {
        System.out.println("== " + network);
        archiveOfClasses();
        double[] sftp = new double[rounds];
        double[] plain = new double[rounds];
        double[] checked = new double[rounds];
        double[] commands = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            sftp[round] = seconds(this::sftp);
            plain[round] = seconds(() -> fresh("upload", endpoint));
            checked[round] = seconds(() -> fresh("checked", endpoint));
            commands[round] = Double.parseDouble(fresh("commands", endpoint));
        }
        told("64 MB by sftp, its start included", sftp);
        told("64 MB by built-in, Java's start included", plain);
        told("the same with sha256, sync and rename", checked);
        told(COMMANDS + " root commands, connected", commands);
    }

    /** The launcher notes the classes of a run, and makes an archive of them when that has ended. */
    private void archiveOfClasses() throws IOException, InterruptedException {
        fresh("upload", endpoint);
        for (int i = 0; i < ARCHIVE_SECONDS && !Files.exists(file.resolveSibling("classes.jsa")); i++) {
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private String fresh(String what, SshEndpoint... endpoints) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of(file.resolveSibling("fresh").toString(), "up"));
        words.addAll(
                List.of(what, host.key().toString(), endpoint.hostKeys().own().toString(), file.toString()));
        for (SshEndpoint to : endpoints) {
            words.add(to.host() + ":" + to.port());
        }
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(what + " ended with " + process.exitValue());
        }
        return said.strip();
    }

    /** How much of the processors' time is used meanwhile says what it is bound by. */
    private void fourAtOnce(Path folder) throws IOException, InterruptedException {
        System.out.println("== four hosts at once, no delay");
        try (LabHost two = new LabHost(Files.createDirectory(folder.resolve("two")));
                LabHost three = new LabHost(Files.createDirectory(folder.resolve("three")));
                LabHost four = new LabHost(Files.createDirectory(folder.resolve("four")))) {
            List<SshEndpoint> all = new ArrayList<>(List.of(endpoint));
            for (LabHost other : List.of(two, three, four)) {
                other.prepare("mkdir -p /home/vagrant/.ssh");
                other.prepare("printf '%s\\n' '"
                        + Files.readString(Path.of(host.key() + ".pub")).strip()
                        + "' >>/home/vagrant/.ssh/authorized_keys");
                all.add(other.direct("vagrant"));
            }
            double[] times = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                long[] before = processorTimes();
                times[round] = seconds(() -> fresh("upload", all.toArray(SshEndpoint[]::new)));
                long[] after = processorTimes();
                System.out.printf(
                        Locale.ROOT,
                        "%.0f %% of the processors used%n",
                        100.0 - 100.0 * (after[0] - before[0]) / (after[1] - before[1]));
            }
            told("64 MB to each of four, Java's start included", times);
        }
    }

    /** Idle and all, in ticks. */
    private static long[] processorTimes() throws IOException {
        String[] words = Files.readAllLines(Path.of("/proc/stat")).get(0).split("\\s+", -1);
        long all = 0;
        for (int i = 1; i < words.length; i++) {
            all += Long.parseLong(words[i]);
        }
        return new long[] {Long.parseLong(words[4]) + Long.parseLong(words[5]), all};
    }

    private void all(String network) throws IOException, InterruptedException {
        System.out.println("== " + network);
        commands("built-in", () -> host.connector().connect(endpoint));
        commands("openssh", this::openSsh);
        double[] sftp = new double[ROUNDS];
        double[] builtIn = new double[ROUNDS];
        double[] openSsh = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            sftp[round] = seconds(this::sftp);
            builtIn[round] = seconds(() -> upload(host.connector().connect(endpoint)));
            openSsh[round] = seconds(() -> upload(openSsh()));
        }
        told("64 MB by sftp, its start included", sftp);
        told("64 MB by built-in, login included", builtIn);
        told("64 MB by openssh, login included", openSsh);
    }

    private Connection openSsh() {
        return new OpenSshConnector("ssh", "", HostKeyQuestion.NOBODY).connect(endpoint, List.of("-F", "/dev/null"));
    }

    private static void commands(String transport, Supplier<Connection> connect)
            throws IOException, InterruptedException {
        try (Session session = RootSession.open(connect.get(), Become.PASSWORDLESS)) {
            double[] times = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                times[round] = seconds(() -> {
                    for (int i = 0; i < COMMANDS; i++) {
                        session.run(Command.of("true"));
                    }
                });
            }
            told(COMMANDS + " root commands by " + transport + ", connected", times);
        }
    }

    private void upload(Connection connection) {
        try (Session session = RootSession.open(connection, Become.PASSWORDLESS)) {
            Command write = Command.script("cat >/root/file").within(Duration.ofMinutes(5));
            if (!session.stream(write, Content.of(file), sent -> {}).succeeded()) {
                throw new IllegalStateException("the upload failed");
            }
        }
    }

    private void sftp() throws IOException, InterruptedException {
        Path batch = Files.writeString(file.resolveSibling("batch"), "put " + file + " /tmp/file\n");
        Process process = new ProcessBuilder(
                        "sftp",
                        "-q",
                        "-F",
                        "/dev/null",
                        "-i",
                        host.key().toString(),
                        "-P",
                        "" + endpoint.port(),
                        "-o",
                        "UserKnownHostsFile=" + endpoint.hostKeys().own(),
                        "-b",
                        batch.toString(),
                        "vagrant@" + endpoint.host())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("sftp ended with " + process.exitValue());
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static double seconds(Work work) throws IOException, InterruptedException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void told(String what, double[] times) {
        double first = times[0];
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "%-48s first %6.3f s, median %6.3f s, best %6.3f s%n",
                what,
                first,
                times[times.length / 2],
                times[0]);
    }
}
