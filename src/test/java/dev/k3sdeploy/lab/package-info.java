/**
 * The product against machines: real OpenSSH, systemd and sudo in containers that are reached by SSH alone. What a test
 * claims of a machine it asks the machine itself, past SSH and past the product.
 */
package dev.k3sdeploy.lab;
