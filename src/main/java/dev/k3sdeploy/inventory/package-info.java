/**
 * What an Ansible inventory says: its text becomes hosts, groups and variables, with the place where each was written.
 * Knows YAML, INI, JSON, Jinja and Ansible's vault; knows no machine, no connection and nothing of K3S but names of groups.
 */
package dev.k3sdeploy.inventory;
