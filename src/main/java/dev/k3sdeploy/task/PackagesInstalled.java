package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Packages are installed, by the distribution's package manager. While another program holds apt's locks
 * (unattended-upgrades on a fresh VM, as a rule) it waits, and says for whom.
 *
 * @param packages by their names in Debian
 * @param offline whether the machine may ask no network for them; then none is installed
 */
public record PackagesInstalled(List<String> packages, boolean offline) implements Task {
    private static final Duration INSTALLATION = Duration.ofMinutes(15);

    /**
     * Takes a copy of the packages.
     *
     * @param packages {@link #packages()}
     * @param offline {@link #offline()}
     */
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
        List<String> answer =
                host.ask(Command.script(missing(packages))).text().lines().toList();
        Optional<PackageTool> manager = answer.stream().findFirst().flatMap(PackageTool::named);
        if (manager.isEmpty()) {
            return new Verdict.NotNeeded("no package manager is known here; where they are missing, install by hand: "
                    + String.join(", ", packages));
        }
        List<String> missing = answer.subList(1, answer.size());
        if (missing.isEmpty()) {
            return Verdict.inPlace(
                    "installed: " + String.join(", ", manager.get().names(packages)));
        }
        return offline
                ? new Verdict.NotNeeded("no network may be asked; install by hand: " + String.join(", ", missing))
                : install(host, manager.get(), missing);
    }

    private static Verdict install(Probe host, PackageTool manager, List<String> missing) {
        Optional<Verdict> busy = manager == PackageTool.APT ? Apt.busy(host) : Optional.empty();
        if (busy.isPresent()) {
            return busy.get();
        }
        return Verdict.drift(
                "missing: " + String.join(", ", missing),
                machine -> machine.run(Command.script(manager.install(missing)).within(INSTALLATION)));
    }

    /**
     * Shell words that print the machine's package manager, then the packages that are missing, by its own names; nothing
     * where it has none that is known.
     *
     * @param packages by their names in Debian, one at least
     * @return a command line whose answer {@link #check} reads
     */
    public static String missing(List<String> packages) {
        return PackageTool.question(packages);
    }
}
