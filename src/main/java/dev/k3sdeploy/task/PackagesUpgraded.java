package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import java.time.Duration;
import java.util.List;

/**
 * All packages have the version that the package lists offer, and the lists are of this hour; by apt. What needs packages
 * added or removed is kept back, as {@code apt-get upgrade} does. It waits for apt's locks as {@link PackagesInstalled}.
 */
public final class PackagesUpgraded implements Task {
    private static final Duration UPGRADE = Duration.ofMinutes(60);
    private static final Duration UPDATE = Duration.ofMinutes(10);
    private static final String FRESH_LISTS =
            "ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1 && [ -n \"$(find /var/lib/apt/lists -maxdepth 0 -mmin -60)\" ]";
    private static final String UPGRADABLE =
            "LC_ALL=C apt-get -s -o Debug::NoLocking=1 upgrade | sed -n 's/^Inst \\([^ ]*\\).*/\\1/p'";

    @Override
    public String title() {
        return "Upgrade packages";
    }

    @Override
    public Verdict check(Probe host) {
        if (!Apt.isOn(host)) {
            return new Verdict.NotNeeded("only apt is known; upgrade by hand");
        }
        if (!host.holds(Command.script(FRESH_LISTS))) {
            return Apt.busy(host)
                    .orElseGet(() -> Verdict.stage(
                            "the package lists are older than an hour",
                            machine -> machine.run(Apt.get("update -qq && touch /var/lib/apt/lists", UPDATE))));
        }
        List<String> upgradable =
                host.ask(Command.script(UPGRADABLE)).text().lines().toList();
        return upgradable.isEmpty()
                ? Verdict.inPlace("every package has the newest version")
                : Apt.busy(host).orElseGet(() -> upgrade(upgradable));
    }

    /** Files of ours that a package would replace stay as they are. */
    private static Verdict upgrade(List<String> packages) {
        String words = "upgrade -qq -y -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold";
        String names = packages.size() > 5
                ? String.join(", ", packages.subList(0, 5)) + " and " + (packages.size() - 5) + " more"
                : String.join(", ", packages);
        return Verdict.stage("upgrade " + names, machine -> machine.run(Apt.get(words, UPGRADE)));
    }
}
