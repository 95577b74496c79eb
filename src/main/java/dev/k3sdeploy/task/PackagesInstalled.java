package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Patience;
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
    private static final Patience FOR_LOCKS = new Patience(Duration.ofMinutes(10), Duration.ofSeconds(2));
    private static final Duration INSTALLATION = Duration.ofMinutes(15);

    /** Prints «name (pid n)» for the first process that holds one of apt's locks; /proc/locks tells, by inode. */
    private static final String LOCK_HOLDER = """
            for lock in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock
            do
              inode=$(stat -c %i "$lock" 2>/dev/null) || continue
              while read -r _ _ _ _ pid file _; do
                case $file in *:"$inode") echo "$(cat "/proc/$pid/comm" 2>/dev/null) (pid $pid)"; exit ;; esac
              done </proc/locks
            done
            """;

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
        if (!host.holds(Command.script("command -v apt-get >/dev/null"))) {
            return new Verdict.NotNeeded(
                    "only apt is known; where they are missing, install by hand: " + String.join(", ", packages));
        }
        List<String> missing = missing(host);
        if (missing.isEmpty()) {
            return Verdict.inPlace("installed: " + String.join(", ", packages));
        }
        String holder = host.ask(Command.script(LOCK_HOLDER)).text();
        if (!holder.isEmpty()) {
            return new Verdict.Pending(
                    "apt is in use by " + holder, FOR_LOCKS, probe -> "Wait for it to end, or end it on the machine");
        }
        return Verdict.drift("missing: " + String.join(", ", missing), machine -> {
            machine.run(apt("update -qq"));
            machine.run(apt("install -qq -y --no-install-recommends " + Shell.join(missing)));
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

    /** The lock may be taken between the check and here; apt then waits by itself. */
    private static Command apt(String words) {
        return Command.script("DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 " + words)
                .within(INSTALLATION);
    }
}
