package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The key that machines made by k3sdeploy let their owner in with; made once for a user, without a passphrase. */
public final class LoginKey {
    private LoginKey() {}

    /**
     * The line for authorized_keys.
     *
     * @param privateKey where the private key is, or will be
     */
    public static String publicLine(Path privateKey) {
        Path publicKey = privateKey.resolveSibling(privateKey.getFileName() + ".pub");
        try {
            if (Files.notExists(privateKey)) {
                Files.createDirectories(privateKey.getParent());
                new Tool("ssh-keygen")
                        .output(List.of(
                                "-q", "-t", "ed25519", "-N", "", "-C", "k3sdeploy lab", "-f", privateKey.toString()));
            }
            return Files.readString(publicKey).strip();
        } catch (IOException e) {
            throw new K3sDeployException(
                    "Cannot use the lab's key " + privateKey + ": " + e.getMessage(),
                    "Check the folder's permissions; without both files a new key is made",
                    e);
        }
    }
}
