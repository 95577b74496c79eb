package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.task.InitSystem;

/** One of two tasks, by what starts the machine's services. A plan is made before that is known, and names systemd's. */
record ForInitSystem(Task systemd, Task openRc) implements Task {
    @Override
    public String title() {
        return systemd.title();
    }

    @Override
    public Verdict check(Probe host) {
        return (InitSystem.of(host).orElse(InitSystem.SYSTEMD) == InitSystem.SYSTEMD ? systemd : openRc).check(host);
    }
}
