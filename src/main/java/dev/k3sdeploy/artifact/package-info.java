/**
 * K3S releases: from a channel to a version to files, verified and cached on this machine. Knows HTTP and files; knows no
 * machines, no inventory and no engine.
 */
package dev.k3sdeploy.artifact;
