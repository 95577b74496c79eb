/**
 * An NFS server beside the cluster, for volumes that several pods share. Knows the machines and what they export; must not
 * know the inventory or how machines are reached.
 */
package dev.k3sdeploy.nfs;
