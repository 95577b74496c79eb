package dev.k3sdeploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Notes, over and over until it is closed, the command lines of all processes of this machine, and the modes that files of
 * runs have, those too that are there for a moment.
 */
final class ControlWatch implements AutoCloseable {
    private final Set<String> commandLines = new TreeSet<>();
    private final Map<String, Set<String>> modes = new TreeMap<>();
    private final LocalFiles files;
    private final Thread thread = new Thread(this::watch, "control watch");

    private ControlWatch(LocalFiles files) {
        this.files = files;
    }

    static ControlWatch of(LocalFiles files) {
        ControlWatch watch = new ControlWatch(files);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (true) {
                look();
                Thread.sleep(40);
            }
        } catch (InterruptedException e) {
            // It has been closed.
        }
    }

    private synchronized void look() {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                commandLine(process.resolve("cmdline"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.modes()
                .forEach((place, mode) ->
                        modes.computeIfAbsent(place, any -> new TreeSet<>()).add(mode));
    }

    /** Not by ProcessHandle, which cuts long lines. */
    private void commandLine(Path file) {
        try {
            commandLines.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' '));
        } catch (IOException e) {
            // The process has ended.
        }
    }

    /** The command lines that the text was seen in. */
    synchronized List<String> sees(String text) {
        return commandLines.stream().filter(line -> line.contains(text)).toList();
    }

    /** All modes that a file or folder was seen with, by its place. */
    synchronized Map<String, Set<String>> modes() {
        return new TreeMap<>(modes);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
