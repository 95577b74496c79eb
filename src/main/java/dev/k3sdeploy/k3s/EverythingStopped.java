package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.task.InitSystem;
import java.util.List;

/** Neither K3S nor anything that it started is there: no process, container, mount, interface or firewall rule. */
record EverythingStopped(Role role) implements Task {
    @Override
    public String title() {
        return "Stop " + role.unit() + " and its containers";
    }

    @Override
    public Verdict check(Probe host) {
        List<String> running = host.ask(Teardown.LEFTOVERS)
                .text()
                .lines()
                .filter(line -> !line.matches("(file|link|directory) .*"))
                .toList();
        if (running.isEmpty()) {
            return Verdict.inPlace("nothing of K3S runs");
        }
        String all = String.join("\n", running) + "\n";
        return Verdict.drift(Diff.of("end " + running.size() + " things of K3S's", "K3S", all, ""), this::stop);
    }

    private void stop(Machine machine) {
        Teardown.killAll(machine);
        machine.run(Command.script(InitSystem.choice(
                "systemctl reset-failed " + role.unit() + " 2>/dev/null || :",
                "rc-service --quiet " + role.unit() + " zap")));
    }
}
