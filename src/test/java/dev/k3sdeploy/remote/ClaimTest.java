package dev.k3sdeploy.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.remote.local.LocalConnection;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lock that a run has on a machine, with shells of this one. */
@Timeout(60)
class ClaimTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path file() {
        return folder.resolve("k3sdeploy it's.lock");
    }

    private Claim claim(String who) {
        return new Claim(file().toString(), "run-of-" + who, "k3sdeploy up of " + who + " on laptop (process 4711)");
    }

    private RootSession open(String who) {
        return open(new LocalConnection(), who);
    }

    private RootSession open(Connection connection, String who) {
        return RootSession.open(connection, Become.NO, claim(who));
    }

    private static void awaitFree(RootSession session) throws InterruptedException {
        for (int i = 0; i < 300 && session.claim().isPresent(); i++) {
            Thread.sleep(20);
        }
        assertThat(session.holder()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "bash", "busybox sh"})
    void theSecondIsToldWhoHasItAndGetsItAfterwards(String shell) throws Exception {
        String program = shell.replaceFirst(" .*", "");
        Assumptions.assumeTrue(
                new LocalConnection()
                                .start("command -v " + program)
                                .waitFor(Duration.ofSeconds(10))
                                .orElse(1)
                        == 0,
                "no " + program + " here");
        Connection connection = new Watched(shell, 4);
        try (RootSession second = secondOf(connection)) {
            awaitFree(second);
            assertThat(Files.readString(file())).contains("run-of-lee", "of lee on laptop");
        }
        for (int i = 0; i < 300 && Files.exists(file()); i++) {
            Thread.sleep(20);
        }
        assertThat(file()).as("removed with the lock").doesNotExist();
    }

    private RootSession secondOf(Connection connection) {
        try (RootSession first = open(connection, "kim")) {
            assertThat(first.holder()).isEmpty();
            RootSession second = open(connection, "lee");
            Holder holder = second.holder().orElseThrow();
            assertThat(holder.owner()).isEqualTo("k3sdeploy up of kim on laptop (process 4711)");
            assertThat(holder.run()).isEqualTo("run-of-kim");
            assertThat(holder.held()).isLessThan(Duration.ofMinutes(1));
            assertThat(second.claim().orElseThrow().run()).isEqualTo("run-of-kim");
            assertThat(first.run(Command.of("echo", "works")).text()).isEqualTo("works");
            return second;
        }
    }

    @Test
    void theKernelFreesItWhenTheShellIsKilled() throws Exception {
        try (RootSession killed = open("kim");
                RootSession next = open("lee")) {
            long shell = next.holder().orElseThrow().shell();
            ProcessHandle.of(shell).orElseThrow().destroyForcibly();
            awaitFree(next);
            assertThat(killed.holder()).isEmpty();
        }
    }

    @Test
    void whatOutlivesTheRunDoesNotKeepIt() throws Exception {
        try (RootSession next = after(session -> session.run(Command.script("echo $$ >" + folder.resolve("pid")
                + "; setsid sleep 300 </dev/null >/dev/null 2>&1 & echo $! >" + folder.resolve("pid"))))) {
            awaitFree(next);
            long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
            ProcessHandle left = ProcessHandle.of(pid).orElseThrow();
            assertThat(left.isAlive()).isTrue();
            left.destroyForcibly();
        }
    }

    private interface Work {
        void on(RootSession session) throws Exception;
    }

    private RootSession after(Work work) throws Exception {
        try (RootSession first = open("kim")) {
            work.on(first);
            return open("lee");
        }
    }

    @Test
    void aCommandThatWasBegunKeepsItToItsEndAlsoWhenToldToEnd() throws Exception {
        RootSession first = open("kim");
        Path done = folder.resolve("done");
        Command command = Command.script("echo >" + folder.resolve("begun") + "; sleep 2; echo >" + done);
        CompletableFuture<Void> abandoned = CompletableFuture.runAsync(() -> first.run(command));
        while (!Files.exists(folder.resolve("begun"))) {
            Thread.sleep(10);
        }
        first.close();
        try (RootSession next = open("lee")) {
            Holder holder = next.holder().orElseThrow();
            next.run(claim("lee").endIdle(holder));
            assertThat(done).doesNotExist();
            awaitFree(next);
            assertThat(done).exists();
        }
        abandoned.join();
    }

    @Test
    void aShellThatNobodyTalksToAnyMoreCanBeEnded() throws Exception {
        try (RootSession hanging = open("kim");
                RootSession next = open("lee")) {
            next.run(claim("lee").endIdle(next.holder().orElseThrow()));
            awaitFree(next);
            assertThat(hanging.holder()).isEmpty();
        }
    }

    @Test
    void anUploadLeavesItWhereItIs() {
        try (RootSession first = open("kim");
                RootSession second = open("lee")) {
            first.stream(Command.of("cat"), StreamContract.content(new byte[1000]), sent -> {});
            assertThat(second.claim()).isPresent();
        }
    }

    /** As sshd with {@code MaxSessions 1}: the upload spends the only shell, and the next one takes the lock again. */
    @Test
    void whereOnlyOneShellIsAllowedItIsTakenAgainAfterAnUpload() throws Exception {
        try (RootSession only = open(new Watched("/bin/sh", 1), "kim")) {
            only.stream(Command.of("cat"), StreamContract.content(new byte[1000]), sent -> {});
            assertThat(only.run(Command.of("echo", "on")).text()).isEqualTo("on");
            try (RootSession second = open("lee")) {
                assertThat(second.holder().orElseThrow().run()).isEqualTo("run-of-kim");
                only.stream(Command.of("cat"), StreamContract.content(new byte[1000]), sent -> {});
                awaitFree(second);
                assertThatExceptionOfType(LockedException.class)
                        .isThrownBy(() -> only.run(Command.of("echo", "on")))
                        .withMessageContaining("has gone to another run in the middle of this one")
                        .withMessageContaining("lee");
            }
        }
    }

    @Test
    void aMachineThatCannotLockIsWorkedOnWithout() {
        Claim nowhere = new Claim("/proc/nowhere/lock", "run", "kim");
        try (RootSession one = RootSession.open(new LocalConnection(), Become.NO, nowhere);
                RootSession two = RootSession.open(new LocalConnection(), Become.NO, nowhere)) {
            assertThat(one.holder()).isEmpty();
            assertThat(two.holder()).isEmpty();
            assertThat(two.run(Command.of("echo", "works")).text()).isEqualTo("works");
        }
    }

    @Test
    void itCostsNoExchange() {
        assertThat(exchanges(claim("kim"))).isEqualTo(exchanges(null));
    }

    private static int exchanges(@org.jspecify.annotations.Nullable Claim claim) {
        Watched connection = new Watched("/bin/sh", 4);
        try (RootSession session = RootSession.open(connection, Become.NO, claim)) {
            session.run(Command.of("true"));
            session.runAll(List.of(Command.of("true"), Command.of("true")));
        }
        return connection.spoken.get();
    }

    /** The history of many runs that want the machine at the same time: no two have it at once, and all get it. */
    @Test
    void noTwoEverHaveItAtOnce() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CompletableFuture<?>[] runs = new CompletableFuture<?>[6];
        for (int i = 0; i < runs.length; i++) {
            String who = "runner" + i;
            runs[i] = CompletableFuture.runAsync(
                    () -> {
                        for (int round = 0; round < 5; round++) {
                            try (RootSession session = open(who)) {
                                awaitFree(session);
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                session.run(Command.of("true"));
                                inside.decrementAndGet();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    },
                    work -> new Thread(work, who).start());
        }
        CompletableFuture.allOf(runs).join();
        assertThat(most).hasValue(1);
    }

    /** This machine by another shell, with so many at once, counting what is said to them. */
    private static final class Watched implements Connection {
        private final Connection local = new LocalConnection();
        private final String shell;
        private final int most;
        private final AtomicInteger running = new AtomicInteger();
        final AtomicInteger spoken = new AtomicInteger();

        Watched(String shell, int most) {
            this.shell = shell;
            this.most = most;
        }

        @Override
        public RemoteProcess start(String commandLine) {
            if (running.get() >= most) {
                throw new ChannelRefusedException("local", new IOException("no more"));
            }
            running.incrementAndGet();
            RemoteProcess process = local.start(commandLine.replace("/bin/sh", shell));
            OutputStream counted = new FilterOutputStream(process.stdin()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    spoken.incrementAndGet();
                    out.write(bytes, offset, length);
                }
            };
            return new RemoteProcess() {
                @Override
                public OutputStream stdin() {
                    return counted;
                }

                @Override
                public InputStream stdout() {
                    return process.stdout();
                }

                @Override
                public InputStream stderr() {
                    return process.stderr();
                }

                @Override
                public OptionalInt waitFor(Duration patience) {
                    return process.waitFor(patience);
                }

                @Override
                public void close() {
                    running.decrementAndGet();
                    process.close();
                }
            };
        }

        @Override
        public String name() {
            return "local";
        }

        @Override
        public void close() {}
    }
}
