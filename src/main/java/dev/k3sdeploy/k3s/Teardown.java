package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import java.time.Duration;

/** Nothing of K3S is on the machine: no process, mount, interface, firewall rule, file or directory. */
record Teardown() implements Task {
    private static final Duration ENDING = Duration.ofMinutes(5);
    /** A question that prints what of K3S is on a machine, one thing a line. */
    static final Command LEFTOVERS = Command.script(Template.of("leftovers.sh").render());

    @Override
    public String title() {
        return "Remove K3S";
    }

    @Override
    public Verdict check(Probe host) {
        String left = host.ask(LEFTOVERS).text();
        if (left.isEmpty()) {
            return Verdict.inPlace("nothing of K3S is here");
        }
        int count = (int) left.lines().count();
        return Verdict.drift(Diff.of("remove " + summary(left, count), "K3S", left + "\n", ""), Teardown::remove);
    }

    private static String summary(String left, int count) {
        return count <= 3 ? String.join(", ", left.lines().toList()) : count + " things of K3S's";
    }

    private static void remove(Machine machine) {
        killAll(machine);
        for (Role role : Role.values()) {
            machine.run(Command.script(uninstallScript(role)).within(ENDING));
        }
    }

    /** Ends K3S and all that it started; its files stay. */
    static void killAll(Machine machine) {
        machine.run(Command.script(
                        "killall=$(mktemp /run/k3sdeploy-XXXXXX) && cat >\"$killall\" && sh \"$killall\"; rm -f \"$killall\"")
                .withStdin(Template.of("k3s-killall.sh").render())
                .within(ENDING));
    }

    static String uninstallScript(Role role) {
        return Template.of("k3s-uninstall.sh").with("unit", role.unit()).render();
    }
}
