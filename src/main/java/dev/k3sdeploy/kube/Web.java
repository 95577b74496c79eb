package dev.k3sdeploy.kube;

import java.io.IOException;

/** What a browser on this machine can do. */
public interface Web {
    /**
     * An answer.
     *
     * @param status as 200
     */
    record Page(int status, String text) {}

    /**
     * Asks for /.
     *
     * @param address to connect to
     * @param name the host that is asked for, whatever its DNS says
     * @throws IOException when nobody answers within a few seconds
     */
    Page get(String address, int port, String name) throws IOException;

    /** Whether this machine's DNS knows the name. */
    boolean resolves(String name);
}
