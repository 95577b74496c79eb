/**
 * OpenSSH's client configuration as text: ssh_config(5) files and the options of ssh(1). Knows no machine, no inventory
 * and no SSH library.
 */
package dev.k3sdeploy.remote.ssh.config;
