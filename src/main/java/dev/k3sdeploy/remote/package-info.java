/**
 * Running commands on a machine, wherever it is: processes, a root shell above them, quoting, secrets. Knows nothing of
 * tasks, inventories or K3S, and no protocol: the sub-packages do.
 */
package dev.k3sdeploy.remote;
