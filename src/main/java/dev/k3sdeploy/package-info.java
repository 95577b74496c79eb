/**
 * The library's front door: an inventory becomes a cluster, a cluster goes up and down. The only place that knows both
 * inventories and transports.
 */
package dev.k3sdeploy;
