/**
 * What a K3S cluster is: from a cluster's description to playbooks, and the tasks that only K3S needs. Knows no
 * inventory, no SSH, no command line.
 */
package dev.k3sdeploy.k3s;
