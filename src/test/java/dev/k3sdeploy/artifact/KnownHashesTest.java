package dev.k3sdeploy.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHashesTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2025-11-22T10:00:00Z"));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("k3s"), "one");
        Files.setLastModifiedTime(file, LONG_AGO);
    }

    @Test
    void theSecondTimeTheFileIsNotRead() throws IOException {
        VerifiedFile first = hashes().of(file);
        tamper("remembered");

        assertThat(first).isEqualTo(Sha256.of(file));
        assertThat(hashes().of(file).sha256()).isEqualTo("remembered");
    }

    /** Even when its size and its time are what they were. */
    @Test
    void aFileThatWasTouchedIsReadAgain() throws IOException {
        hashes().of(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, LONG_AGO);

        assertThat(hashes().of(file)).isEqualTo(Sha256.of(file));
    }

    @Test
    void anotherFileInItsPlaceIsReadAgain() throws IOException {
        hashes().of(file);
        Path other = Files.writeString(folder.resolve("other"), "two");
        Files.setLastModifiedTime(other, LONG_AGO);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(hashes().of(file)).isEqualTo(Sha256.of(file));
    }

    /** It may change once more within one tick of the clock. */
    @Test
    void aFileThatChangedJustNowIsNotRemembered() throws IOException {
        Files.writeString(file, "now");

        hashes().of(file);

        assertThat(folder.resolve("cache/sha256")).doesNotExist();
    }

    @Test
    void aDamagedMemoIsNotBelieved() throws IOException {
        hashes().of(file);
        for (String damaged : List.of("", "one line\n", "a\nb\nc\n", "a\nb\nc\nd\n")) {
            Files.writeString(memo(), damaged);
            assertThat(hashes().of(file)).isEqualTo(Sha256.of(file));
        }
    }

    @Test
    void whereNothingCanBeWrittenItIsHashedAllTheSame() throws IOException {
        Files.writeString(folder.resolve("cache"), "a file where the folder would be");

        assertThat(hashes().of(file)).isEqualTo(Sha256.of(file));
    }

    private KnownHashes hashes() {
        return KnownHashes.in(folder.resolve("cache"));
    }

    private Path memo() throws IOException {
        try (Stream<Path> memos = Files.list(folder.resolve("cache/sha256"))) {
            return memos.findFirst().orElseThrow();
        }
    }

    private void tamper(String hash) throws IOException {
        List<String> lines = Files.readAllLines(memo(), UTF_8);
        Files.writeString(memo(), hash + "\n" + String.join("\n", lines.subList(1, lines.size())) + "\n");
    }
}
