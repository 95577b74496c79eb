package dev.k3sdeploy.archfixture.k3s;

import dev.k3sdeploy.archfixture.remote.ssh.Ssh;

/** A product that picks its transport. */
public record ClusterNode(String name) {
    public Object connect() {
        return Ssh.connect();
    }
}
