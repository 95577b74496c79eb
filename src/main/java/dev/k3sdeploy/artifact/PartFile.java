package dev.k3sdeploy.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is being written beside the place where it will stand. Either {@link #finish} gives it its name, whole and on
 * disk, or closing removes it. A cut download goes on where it ended only when the server vouches, by a strong ETag, that
 * it is still the same file.
 */
final class PartFile implements Sink, AutoCloseable {
    static final String SUFFIX = ".part";
    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-\\d+/.*");
    private final Path target;
    private final Path path;
    private final FileChannel channel;
    private final DownloadProgress progress;
    private long received;
    private long total = -1;
    private Optional<String> tag = Optional.empty();

    private PartFile(Path target, Path path, FileChannel channel, DownloadProgress progress) {
        this.target = target;
        this.path = path;
        this.channel = channel;
        this.progress = progress;
    }

    /** Writes a small text file as a whole. */
    static Path text(Path folder, String name, String content) {
        try (PartFile part = PartFile.in(folder, name, DownloadProgress.SILENT)) {
            part.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            return part.finish();
        }
    }

    static PartFile in(Path folder, String name, DownloadProgress progress) {
        try {
            Path path = Files.createTempFile(folder, name + "-", SUFFIX);
            path.toFile().deleteOnExit(); // Ctrl-C ends the JVM without closing anything
            FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
            return new PartFile(folder.resolve(name), path, channel, progress);
        } catch (IOException e) {
            throw CacheFolder.unwritable(folder, e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public synchronized Map<String, String> requestHeaders() {
        return tag.filter(any -> received > 0)
                .map(same -> Map.of("Range", "bytes=" + received + "-", "If-Range", same))
                .orElse(Map.of());
    }

    @Override
    public synchronized void begin(Answer answer) throws IOException {
        if (answer.status() == 206) {
            Matcher range =
                    RANGE.matcher(answer.headers().firstValue("Content-Range").orElse(""));
            if (!range.matches() || Long.parseLong(range.group(1)) != received) {
                restart();
                throw new IOException("the server sent another part than the one asked for");
            }
        } else {
            restart();
            tag = answer.headers().firstValue("ETag").filter(strong -> strong.startsWith("\""));
            total = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        }
        checkRoom();
    }

    private void checkRoom() throws IOException {
        long free = CacheFolder.free(path);
        if (total - received > free) {
            throw CacheFolder.noRoom(target, total - received, free);
        }
    }

    @Override
    public synchronized void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                received += channel.write(bytes);
            }
        } catch (IOException e) {
            throw CacheFolder.unwritable(path, e);
        }
        progress.downloaded(String.valueOf(target.getFileName()), received, total);
    }

    @Override
    public synchronized void restart() {
        try {
            channel.truncate(0);
            received = 0;
            tag = Optional.empty();
        } catch (IOException e) {
            throw CacheFolder.unwritable(path, e);
        }
    }

    @Override
    public synchronized long received() {
        return received;
    }

    /** Atomic: whoever looks sees no file, the old one, or the whole new one. */
    Path finish() {
        try {
            channel.force(true);
            channel.close();
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (IOException e) {
            throw CacheFolder.unwritable(target, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
