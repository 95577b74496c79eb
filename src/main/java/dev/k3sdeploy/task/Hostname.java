package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Shell;

/**
 * A machine calls itself by this name, now and after a reboot.
 *
 * @param name as in {@code /etc/hostname}
 */
public record Hostname(String name) implements Task {
    @Override
    public String title() {
        return "Set the host name";
    }

    @Override
    public Verdict check(Probe host) {
        String live = host.ask(Command.of("uname", "-n")).text();
        String kept = host.read("/etc/hostname").orElse("").strip();
        if (live.equals(name) && kept.equals(name)) {
            return Verdict.inPlace("it is " + name);
        }
        String quoted = Shell.quote(name);
        return Verdict.drift(
                "it is " + (live.equals(name) ? kept : live) + ", make it " + name,
                machine -> machine.run(Command.script("hostnamectl set-hostname " + quoted + " 2>/dev/null || { echo "
                        + quoted + " >/etc/hostname && hostname " + quoted + "; }")));
    }
}
