package dev.k3sdeploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What this process holds of the system: its own threads, descriptors, children and temporary files. Linux only.
 *
 * @param threads by name; without the JDK's own, which end by themselves or never
 * @param sockets of any family
 * @param files open ones that are no part of the program
 */
record Held(List<String> threads, int sockets, int pipes, List<String> files, int children, List<String> temporary) {
    /** Threads of the JDK that outlive their work by design: one reaps processes and ends a minute later. */
    private static final Set<String> OF_THE_JDK = Set.of(
            "main",
            "Reference Handler",
            "Finalizer",
            "Signal Dispatcher",
            "Notification Thread",
            "Common-Cleaner",
            "Attach Listener",
            "process reaper");

    static Held now() {
        List<String> links = links();
        return new Held(
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> OF_THE_JDK.stream().noneMatch(name::startsWith))
                        .sorted()
                        .toList(),
                (int) links.stream().filter(link -> link.startsWith("socket:")).count(),
                (int) links.stream().filter(link -> link.startsWith("pipe:")).count(),
                links.stream()
                        .filter(link -> link.startsWith("/") && !link.endsWith(".jar") && !link.endsWith("/modules"))
                        .filter(link -> !link.startsWith("/dev/") && !link.startsWith("/proc/"))
                        .sorted()
                        .toList(),
                (int) ProcessHandle.current().descendants().count(),
                temporaryFiles());
    }

    /** As {@link #now}, as soon as it is what it was before; at last when patience ends. */
    static Held settled(Held before, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Held held = now();
        while (!held.equals(before) && System.nanoTime() < deadline) {
            Thread.sleep(100);
            held = now();
        }
        return held;
    }

    private static List<String> links() {
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            return entries.map(Held::target).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static List<String> temporaryFiles() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("hsperfdata"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
