package dev.k3sdeploy.remote.ssh;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A key as people compare it: {@code SHA256:…}, as ssh-keygen prints it. */
final class Fingerprint {
    private Fingerprint() {}

    /** @param key in base64, as known_hosts files hold it */
    static String of(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(key));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IllegalArgumentException e) {
            return "an unreadable key";
        }
    }
}
