package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/** The key that machines made by k3sdeploy let their owner in with; made once for a user, without a passphrase. */
public final class LoginKey {
    private LoginKey() {}

    /**
     * The line for authorized_keys. Clusters that are made at the same time, in this process or in others, get one key.
     *
     * @param privateKey where the private key is, or will be
     * @return as ssh-keygen writes it
     */
    public static synchronized String publicLine(Path privateKey) {
        Path publicKey = privateKey.resolveSibling(privateKey.getFileName() + ".pub");
        Path lockFile = privateKey.resolveSibling(privateKey.getFileName() + ".lock");
        try {
            Files.createDirectories(
                    Objects.requireNonNull(privateKey.toAbsolutePath().getParent(), "a file is in a folder"));
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                assert lock.isValid();
                return madeOnce(privateKey, publicKey);
            }
        } catch (IOException e) {
            throw new K3sDeployException(
                    "Cannot use the lab's key " + privateKey + ": " + e.getMessage(),
                    "Check the folder's permissions; without both files a new key is made",
                    e);
        }
    }

    private static String madeOnce(Path privateKey, Path publicKey) throws IOException {
        if (Files.notExists(privateKey)) {
            new Tool("ssh-keygen")
                    .output(List.of(
                            "-q", "-t", "ed25519", "-N", "", "-C", "k3sdeploy lab", "-f", privateKey.toString()));
        }
        return Files.readString(publicKey).strip();
    }
}
