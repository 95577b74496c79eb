package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to log in with, tried in this order: keys, then the password.
 *
 * @param keyFiles private keys in any format of OpenSSH, PEM, PKCS#8 or PuTTY; when there are none, the default names
 *     in {@code ~/.ssh}
 * @param password null when there is none
 */
public record Login(List<Path> keyFiles, @Nullable Secret password) {
    public static final Login WITH_DEFAULT_KEYS = new Login(List.of(), null);

    public Login {
        keyFiles = List.copyOf(keyFiles);
    }

    public static Login withKey(Path keyFile) {
        return new Login(List.of(keyFile), null);
    }

    public Login withPassword(Secret newPassword) {
        return new Login(keyFiles, newPassword);
    }
}
