package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Packages are installed, by apt. While another program holds apt's locks (unattended-upgrades on a fresh VM, as a
 * rule) it waits, and says for whom.
 */
public record PackagesInstalled(List<String> packages) implements Task {
    private static final Duration INSTALLATION = Duration.ofMinutes(15);

    public PackagesInstalled {
        packages = List.copyOf(packages);
    }

    @Override
    public String title() {
        return "Install " + String.join(", ", packages);
    }

    @Override
    public Verdict check(Probe host) {
        if (packages.isEmpty()) {
            return new Verdict.NotNeeded("no packages wanted");
        }
        if (!Apt.isOn(host)) {
            return new Verdict.NotNeeded(
                    "only apt is known; where they are missing, install by hand: " + String.join(", ", packages));
        }
        List<String> missing = missing(host);
        if (missing.isEmpty()) {
            return Verdict.inPlace("installed: " + String.join(", ", packages));
        }
        return Apt.busy(host).orElseGet(() -> install(missing));
    }

    private static Verdict install(List<String> missing) {
        return Verdict.drift("missing: " + String.join(", ", missing), machine -> {
            machine.run(Apt.get("update -qq", INSTALLATION));
            machine.run(Apt.get("install -qq -y --no-install-recommends " + Shell.join(missing), INSTALLATION));
        });
    }

    private List<String> missing(Probe host) {
        CommandResult installed = host.ask(Command.script(
                "dpkg-query -W -f '${Package} ${db:Status-Status}\\n' " + Shell.join(packages) + " 2>/dev/null"));
        Set<String> present = installed
                .text()
                .lines()
                .filter(line -> line.endsWith(" installed"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>(packages);
        missing.removeAll(present);
        return missing;
    }
}
