package dev.k3sdeploy.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of the runs' logs: each for its owner's eyes only, the last twenty kept. */
record LogFolder(Path folder) {
    private static final int KEPT = 20;
    private static final Pattern NAME = Pattern.compile("\\d{8}-\\d{6}(-\\d+)?-[a-z-]+\\.log");

    /** A log that has been begun. */
    record LogFile(Path path, PrintWriter writer) {}

    /**
     * Begins the log of a run, and removes the oldest ones.
     *
     * @throws IOException when the folder or the file cannot be made
     */
    LogFile begin(String command, Instant now, ZoneId zone) throws IOException {
        Files.createDirectories(folder);
        String time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                .withZone(zone)
                .format(now);
        LogFile begun = create(time, command);
        removeOldest();
        return begun;
    }

    /** Two runs may begin in the same second. */
    private LogFile create(String time, String command) throws IOException {
        for (int n = 1; ; n++) {
            Path path = folder.resolve(time + (n == 1 ? "" : "-" + n) + "-" + command + ".log");
            try {
                var channel = Files.newByteChannel(
                        path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersOnly());
                return new LogFile(
                        path, new PrintWriter(java.nio.channels.Channels.newWriter(channel, StandardCharsets.UTF_8)));
            } catch (FileAlreadyExistsException e) {
                if (n == 100) {
                    throw e;
                }
            }
        }
    }

    private FileAttribute<?>[] ownersOnly() {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private void removeOldest() throws IOException {
        List<Path> logs;
        try (Stream<Path> all = Files.list(folder)) {
            logs = all.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparing(
                                    (Path file) -> file.getFileName().toString())
                            .reversed())
                    .toList();
        }
        for (Path old : logs.subList(Math.min(KEPT, logs.size()), logs.size())) {
            Files.deleteIfExists(old);
        }
    }
}
