package dev.k3sdeploy.junit;

import dev.k3sdeploy.problem.K3sDeployException;

/** There are no machines for a cluster: a reason to skip its tests. */
final class AbsentMachines extends K3sDeployException {
    AbsentMachines(K3sDeployException why) {
        super(why.summary(), why.hint(), why);
    }
}
