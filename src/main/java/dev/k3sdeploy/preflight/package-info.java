/**
 * What must be so on the machines before K3S is installed: one question to each, judged here, all machines together.
 * Knows clusters and nodes; changes nothing, and knows no inventory, no SSH, no command line.
 */
package dev.k3sdeploy.preflight;
