/** Where machines come from, when they do not stand there already. Knows container engines; no SSH, no K3S. */
package dev.k3sdeploy.machines;
