package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.task.InitSystem;
import java.time.Duration;
import java.util.Optional;

/** K3S's unit does not run. Its pods live on, as K3S means it, and the unit starts again with the machine. */
record UnitStopped(Role role, Optional<EtcdLead> lead) implements Task {
    private static final Duration ENDING = Duration.ofMinutes(2);

    /** As all others of its kind end, too. */
    UnitStopped(Role role) {
        this(role, Optional.empty());
    }

    /** While the others go on. */
    UnitStopped(Role role, EtcdLead lead) {
        this(role, Optional.of(lead));
    }

    @Override
    public String title() {
        return "Stop " + role.unit();
    }

    @Override
    public Verdict check(Probe host) {
        Service service = Service.of(host, role);
        return service.stopped()
                ? Verdict.inPlace(role.unit() + " is " + service.describe())
                : Verdict.drift("it is " + service.describe(), this::stop);
    }

    private void stop(Machine machine) {
        lead.ifPresent(held -> held.handOver(machine));
        stop(machine, role);
    }

    /** K3S ends with 1 when it is told to end: what systemd makes of that is no failure of anybody's. */
    static void stop(Machine machine, Role role) {
        machine.run(Command.script(InitSystem.choice(
                                "systemctl stop @unit && { systemctl reset-failed @unit 2>/dev/null || :; }",
                                "rc-service --quiet @unit stop")
                        .replace("@unit", role.unit()))
                .within(ENDING));
    }
}
