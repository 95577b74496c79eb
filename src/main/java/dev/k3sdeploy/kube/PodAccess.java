package dev.k3sdeploy.kube;

import java.io.IOException;

/** What goes through the API to a pod's node: each of it needs the way from the server to the kubelet. */
public interface PodAccess {
    /**
     * What a command in a pod said.
     *
     * @param status its exit status
     */
    record Said(int status, String out, String err) {
        /** Whether it ended with 0. */
        public boolean succeeded() {
            return status == 0;
        }
    }

    /**
     * Runs a script in the pod's only container.
     *
     * @throws IOException when it cannot be started, or does not end in time
     */
    Said shell(String namespace, String pod, String script) throws IOException;

    /** What the pod's only container has printed. */
    String logs(String namespace, String pod) throws IOException;

    /** Asks the pod's port for / by HTTP, through a port of this machine. */
    String throughForwardedPort(String namespace, String pod, int port) throws IOException;
}
