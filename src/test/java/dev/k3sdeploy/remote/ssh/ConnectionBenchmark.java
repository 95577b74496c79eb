package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.openssh.OpenSshConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/** Times, printed and not judged: what else the machine does is in them. Run by bench/connections/run. */
final class ConnectionBenchmark {
    private static final int ROUNDS = 5;
    private static final int COMMANDS = 100;
    private static final int MEGABYTES = 64;

    private final LabHost host;
    private final Path file;
    private final SshEndpoint endpoint;

    private ConnectionBenchmark(LabHost host, Path file, int port) {
        this.host = host;
        this.file = file;
        this.endpoint = host.endpoint("vagrant").withPort(port);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        byte[] bytes = new byte[MEGABYTES << 20];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("file"), bytes);
        try (LabHost host = new LabHost(folder)) {
            host.root().close();
            new ConnectionBenchmark(host, file, host.endpoint("vagrant").port()).all("no delay");
            try (DelayedPort far = new DelayedPort(host.endpoint("vagrant").port(), Duration.ofMillis(50))) {
                new ConnectionBenchmark(host, file, far.port()).all("round trips of 50 ms");
            }
        }
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
                times[ROUNDS / 2],
                times[0]);
    }
}
