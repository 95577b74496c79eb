package dev.k3sdeploy.remote.ssh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A line of a known_hosts file (sshd(8), «SSH_KNOWN_HOSTS FILE FORMAT»). Read by code of our own because sshj's accepts
 * revoked keys when another line knows them, and takes {@code *,!name} for every host.
 *
 * @param names comma-separated patterns, or one hashed name
 * @param type of the key: {@code ssh-ed25519}
 * @param key in base64
 */
record KnownHost(Marker marker, String names, String type, String key) {
    enum Marker {
        NONE,
        CERT_AUTHORITY,
        REVOKED
    }

    /** Empty for a comment, an empty line and what cannot be read: OpenSSH passes over those too. */
    static Optional<KnownHost> parse(String line) {
        String[] words = line.strip().split("[ \t]+", -1);
        int at = words[0].startsWith("@") ? 1 : 0;
        if (line.isBlank() || line.startsWith("#") || words.length < at + 3) {
            return Optional.empty();
        }
        Marker marker = switch (at == 0 ? "" : words[0]) {
            case "" -> Marker.NONE;
            case "@cert-authority" -> Marker.CERT_AUTHORITY;
            default -> Marker.REVOKED;
        };
        return Optional.of(new KnownHost(marker, words[at], words[at + 1], words[at + 2]));
    }

    /** @param host in lower case; {@code [host]:port} when the port is not 22 */
    boolean isFor(String host) {
        if (names.startsWith("|1|")) {
            return hashMatches(host);
        }
        boolean found = false;
        for (String name : names.toLowerCase(Locale.ROOT).split(",", -1)) {
            boolean negated = name.startsWith("!");
            if (matches(negated ? name.substring(1) : name, host)) {
                if (negated) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    private static boolean matches(String pattern, String host) {
        StringBuilder regex = new StringBuilder();
        for (int at = 0; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return host.matches(regex.toString());
    }

    private boolean hashMatches(String host) {
        String[] parts = names.split("\\|", -1);
        if (parts.length != 4) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
            byte[] hash = mac.doFinal(host.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash).equals(parts[3]);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** {@code host} as known_hosts files write it. */
    static String name(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        return port == SshEndpoint.DEFAULT_PORT ? lower : "[" + lower + "]:" + port;
    }

    String line() {
        String mark = switch (marker) {
            case NONE -> "";
            case CERT_AUTHORITY -> "@cert-authority ";
            case REVOKED -> "@revoked ";
        };
        return mark + names + " " + type + " " + key;
    }
}
