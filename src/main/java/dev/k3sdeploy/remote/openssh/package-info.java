/**
 * Machines reached by the system's own {@code ssh}, with all that its configuration can do: one master connection each.
 * Knows command lines, sockets and processes; nothing of root, scripts or inventories, and nothing of sshj.
 */
package dev.k3sdeploy.remote.openssh;
