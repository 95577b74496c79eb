/**
 * The library's front door: an inventory becomes a cluster, a cluster goes up and down. The only place that knows both
 * inventories and transports.
 *
 * <pre>{@code
 * Cluster cluster = Cluster.from(Inventory.load(Path.of("inventory/vagrantbox.yml")));
 * cluster.up().orThrow();
 * Kubeconfig kubeconfig = cluster.kubeconfig();
 * cluster.down().orThrow();
 * }</pre>
 *
 * <p>What a caller can understand comes as a {@link dev.k3sdeploy.problem.K3sDeployException}; anything else is a bug. Different
 * clusters may be worked on from several threads at once, and an interrupt of the calling thread lets running steps end and
 * begins no new one. Nothing is printed, and of a call that has returned no thread, socket or temporary file is left.
 */
package dev.k3sdeploy;
