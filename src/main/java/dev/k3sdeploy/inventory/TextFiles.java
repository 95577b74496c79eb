package dev.k3sdeploy.inventory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads files as UTF-8, of a bounded size, and decrypts those that Ansible's vault holds as a whole. */
final class TextFiles {
    private static final long LARGEST = 64L << 20;

    private final Path workingDirectory;
    private final Vault vault;
    private final Problems problems;

    TextFiles(InventoryOptions options, Vault vault, Problems problems) {
        this.workingDirectory = options.workingDirectory();
        this.vault = vault;
        this.problems = problems;
    }

    /** Null when it cannot be read; the problem is told then. */
    @Nullable
    TextFile read(Path file) {
        String name = name(file);
        try {
            long size = Files.size(file);
            if (size > LARGEST) {
                problems.error(Location.of(name), "the file has " + (size >> 20) + " MiB; at most 64 are read", "");
                return null;
            }
            return decoded(name, Files.readAllBytes(file));
        } catch (IOException e) {
            problems.error(Location.of(name), "cannot be read: " + reason(e), "");
            return null;
        }
    }

    /** Relative to where the user stands, when it is below. */
    String name(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(workingDirectory) && !absolute.equals(workingDirectory)
                ? workingDirectory.relativize(absolute).toString()
                : absolute.toString();
    }

    private @Nullable TextFile decoded(String name, byte[] bytes) {
        String text = utf8(name, bytes);
        if (text == null || !Vault.isEnvelope(text)) {
            return text == null ? null : new TextFile(name, text, false);
        }
        try {
            String clear = utf8(name, vault.decrypt(text));
            return clear == null ? null : new TextFile(name, clear, true);
        } catch (VaultException e) {
            problems.error(Location.of(name), e.getMessage(), e.hint());
            return null;
        }
    }

    private @Nullable String utf8(String name, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(input, text, true);
        if (result.isError()) {
            tellNotUtf8(name, bytes, input.position());
            return null;
        }
        String decoded = text.flip().toString();
        return decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    }

    private void tellNotUtf8(String name, byte[] bytes, int offset) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < offset; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
            column = bytes[i] == '\n' ? 1 : column + 1;
        }
        problems.error(
                new Location(name, line, column),
                "the file is not UTF-8: byte 0x%02x".formatted(bytes[offset]),
                isBinary(bytes) ? "is this a text file?" : "convert it: iconv -f ISO-8859-1 -t UTF-8");
    }

    private static boolean isBinary(byte[] bytes) {
        for (byte each : bytes) {
            if (each == 0) {
                return true;
            }
        }
        return false;
    }

    private static String reason(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "no such file";
        }
        return e instanceof CharacterCodingException || e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
