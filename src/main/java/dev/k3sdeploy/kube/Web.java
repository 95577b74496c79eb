package dev.k3sdeploy.kube;

import java.io.IOException;

/** What a browser on this machine can do. */
public interface Web {
    /**
     * An answer.
     *
     * @param status as 200
     * @param text the body, read as UTF-8
     */
    record Page(int status, String text) {}

    /**
     * Asks for /.
     *
     * @param address to connect to
     * @param port to connect to
     * @param name the host that is asked for, whatever its DNS says
     * @return its status, headers and body
     * @throws IOException when nobody answers within a few seconds
     */
    Page get(String address, int port, String name) throws IOException;

    /**
     * Whether this machine's DNS knows the name.
     *
     * @param name a host
     * @return whether it has an address here
     */
    boolean resolves(String name);
}
