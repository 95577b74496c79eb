package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import java.time.Duration;
import java.util.Optional;

/** Debian's package tool, and who else is at it. */
final class Apt {
    private static final Patience FOR_LOCKS = new Patience(Duration.ofMinutes(10), Duration.ofSeconds(2));

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

    private Apt() {}

    static boolean isOn(Probe host) {
        return host.holds(Command.script("command -v apt-get >/dev/null"));
    }

    /** A wait for the program that holds apt's locks: unattended-upgrades on a fresh VM, as a rule. */
    static Optional<Verdict> busy(Probe host) {
        String holder = host.ask(Command.script(LOCK_HOLDER)).text();
        return holder.isEmpty()
                ? Optional.empty()
                : Optional.of(new Verdict.Pending(
                        "apt is in use by " + holder,
                        FOR_LOCKS,
                        probe -> "Wait for it to end, or end it on the machine"));
    }

    /** The lock may be taken between the check and here; apt then waits by itself. */
    static Command get(String words, Duration within) {
        return Command.script("DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 " + words)
                .within(within);
    }
}
