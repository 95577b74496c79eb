package dev.k3sdeploy.kube;

import java.io.IOException;

/** What goes through the API to a pod's node: each of it needs the way from the server to the kubelet. */
public interface PodAccess {
    /**
     * What a command in a pod said.
     *
     * @param status its exit status
     * @param out standard output, read as UTF-8
     * @param err standard error, read as UTF-8
     */
    record Said(int status, String out, String err) {
        /** {@return whether it ended with 0} */
        public boolean succeeded() {
            return status == 0;
        }
    }

    /**
     * Runs a script in the pod's only container.
     *
     * @param namespace the pod's
     * @param pod its name
     * @param script for its {@code sh}
     * @return exit status and output
     * @throws IOException when it cannot be started, or does not end in time
     */
    Said shell(String namespace, String pod, String script) throws IOException;

    /**
     * What the pod's only container has printed.
     *
     * @param namespace the pod's
     * @param pod its name
     * @return all of it
     * @throws IOException when the API does not give it
     */
    String logs(String namespace, String pod) throws IOException;

    /**
     * Asks the pod's port for / by HTTP, through a port of this machine.
     *
     * @param namespace the pod's
     * @param pod its name
     * @param port that it listens on
     * @return the body of the answer
     * @throws IOException when the way or the answer fails
     */
    String throughForwardedPort(String namespace, String pod, int port) throws IOException;
}
