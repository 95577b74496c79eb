/**
 * Machines reached over SSH: login, host keys, channels. The only package that knows sshj, and the place where its
 * defaults are put right; knows nothing of root, scripts or inventories.
 */
package dev.k3sdeploy.remote.ssh;
