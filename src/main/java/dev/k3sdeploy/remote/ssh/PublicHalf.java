package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;

/** What can be known of a private key's file without its passphrase: which key of an agent it is. */
final class PublicHalf {
    private static final String OPENSSH = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 64 * 1024;

    private PublicHalf() {}

    /**
     * The certificate and the public key beside the file, and those in it.
     *
     * @return each in base64; empty when nothing can be known
     */
    static List<String> of(Path file) {
        return Stream.of(
                        line(file.resolveSibling(file.getFileName() + "-cert.pub")),
                        line(file.resolveSibling(file.getFileName() + ".pub")),
                        line(file),
                        inside(file))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** Whether the file is a public key itself: its private half is in an agent, or nowhere. */
    static boolean isAll(Path file) {
        return line(file).isPresent();
    }

    /** Whether it is the handle of a key in a security key (FIDO): PROTOCOL.u2f of OpenSSH, types sk-…@openssh.com. */
    static boolean isInSecurityKey(Path file) {
        return inside(file).stream()
                .map(key -> Base64.getDecoder().decode(key))
                .anyMatch(key -> key.length > 6 && key[4] == 's' && key[5] == 'k' && key[6] == '-');
    }

    /** A line as in {@code id_ed25519.pub}: type, key, comment. */
    private static Optional<String> line(Path file) {
        String[] words = text(file).strip().split("\\s+", -1);
        return words.length >= 2 && words[0].matches("(ssh|ecdsa|sk)-[A-Za-z0-9@.-]+") && words[1].startsWith("AAAA")
                ? Optional.of(words[1])
                : Optional.empty();
    }

    /** OpenSSH's own format holds the public key in clear, encrypted or not. */
    private static Optional<String> inside(Path file) {
        String text = text(file).strip();
        int end = text.indexOf("-----END");
        if (!text.startsWith(OPENSSH) || end < 0) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(text.substring(OPENSSH.length(), end));
            if (!Arrays.equals(bytes, 0, Math.min(MAGIC.length, bytes.length), MAGIC, 0, MAGIC.length)) {
                return Optional.empty();
            }
            Buffer.PlainBuffer buffer = new Buffer.PlainBuffer(bytes);
            buffer.rpos(MAGIC.length);
            for (int passedOver = 0; passedOver < 3; passedOver++) { // cipher, key derivation, its options
                buffer.readStringAsBytes();
            }
            return buffer.readUInt32() < 1
                    ? Optional.empty()
                    : Optional.of(Base64.getEncoder().encodeToString(buffer.readStringAsBytes()));
        } catch (Buffer.BufferException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LONGEST
                    ? Files.readString(file, StandardCharsets.ISO_8859_1)
                    : "";
        } catch (IOException e) {
            return "";
        }
    }
}
