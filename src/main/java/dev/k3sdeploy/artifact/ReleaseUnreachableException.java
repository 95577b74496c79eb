package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;

/**
 * A version or its files cannot be had now: no server answers (or only «try later»), and the cache does not have them.
 * Never a wrong checksum, a failed TLS handshake, or something that does not exist.
 */
public final class ReleaseUnreachableException extends K3sDeployException {
    ReleaseUnreachableException(Message summary, Message hint, Throwable cause) {
        super(summary, hint, cause);
    }
}
