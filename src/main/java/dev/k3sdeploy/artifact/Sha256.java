package dev.k3sdeploy.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes files. */
public final class Sha256 {
    private Sha256() {}

    /**
     * The hash of what the file holds now.
     *
     * @param file of this machine
     * @return with its length and sha256
     * @throws IOException when it cannot be read
     */
    public static VerifiedFile of(Path file) throws IOException {
        MessageDigest digest = digest();
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            long size = 0;
            while (channel.read(buffer.clear()) >= 0) {
                size += buffer.flip().remaining();
                digest.update(buffer);
            }
            return new VerifiedFile(file, HexFormat.of().formatHex(digest.digest()), size);
        }
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
