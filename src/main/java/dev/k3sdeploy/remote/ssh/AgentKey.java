package dev.k3sdeploy.remote.ssh;

import java.util.Base64;
import net.schmizz.sshj.common.Buffer;

/**
 * A key, or a certificate, whose private half an agent holds.
 *
 * @param base64 the public half, as known_hosts and .pub files hold it
 * @param comment a person's word for it, mostly a path or an e-mail address
 */
record AgentKey(Agent agent, String base64, String comment) {
    private static final String RSA = "ssh-rsa";
    private static final String RSA_CERTIFICATE = "ssh-rsa-cert-v01@openssh.com";
    private static final int RSA_SHA2_512 = 4;

    /** The key's type: {@code ssh-ed25519}. */
    String type() {
        try {
            return new Buffer.PlainBuffer(blob()).readString();
        } catch (Buffer.BufferException e) {
            return "unreadable";
        }
    }

    /** What to log in with: SHA-1, which goes by the names of RSA's types, is refused by each current server. */
    String algorithm() {
        return switch (type()) {
            case RSA -> "rsa-sha2-512";
            case RSA_CERTIFICATE -> "rsa-sha2-512-cert-v01@openssh.com";
            default -> type();
        };
    }

    int flags() {
        return isRsa() ? RSA_SHA2_512 : 0;
    }

    /** Whether a signature is one that a server takes. Old agents pass over the flags and sign with SHA-1. */
    boolean accepts(String format) {
        return !isRsa() || format.equals("rsa-sha2-512");
    }

    private boolean isRsa() {
        return type().equals(RSA) || type().equals(RSA_CERTIFICATE);
    }

    /** The public half as SSH sends it. */
    byte[] blob() {
        return Base64.getDecoder().decode(base64);
    }

    /** The key as errors name it. */
    @Override
    public String toString() {
        return "agent key " + comment + " (" + type() + " " + Fingerprint.of(base64) + ")";
    }
}
