package dev.k3sdeploy.k3s;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Shell;
import dev.k3sdeploy.task.InitSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What to read of the journals of a cluster's machines.
 *
 * @param unit empty for K3S's own, whatever it is called on the machine
 * @param since as journalctl understands it: {@code -10min}, {@code today}; a length of time without a sign, as kubectl
 *     and docker have it, is before now; not for OpenRC; empty for the last {@code lines}
 * @param lines how many of the last ones, where no time is given
 * @param follow go on with what is written from now on
 */
public record Journal(Optional<String> unit, Optional<String> since, int lines, boolean follow) {
    private static final Pattern LENGTH =
            Pattern.compile("(\\d+ *(s|sec|seconds?|m|min|minutes?|h|hr|hours?|d|days?|w|weeks?) *)+");

    /**
     * Takes the time, where it is a length as {@code 10m}, as one that lies behind.
     *
     * @param unit {@link #unit()}
     * @param since {@link #since()}
     * @param lines {@link #lines()}
     * @param follow {@link #follow()}
     */
    public Journal {
        since = since.map(time -> LENGTH.matcher(time).matches() ? "-" + time : time);
    }

    /**
     * Prints it, line by line with the time first, in UTC: so the lines of several machines can be sorted as texts.
     *
     * @param role whose unit it is
     * @return a question for a machine's shell
     */
    public Command command(Role role) {
        List<String> words = new ArrayList<>(List.of(
                "journalctl",
                "--no-pager",
                "--quiet",
                "--utc",
                "-o",
                "short-iso-precise",
                "-u",
                unit.orElse(role.unit())));
        if (since.isPresent()) {
            words.add("--since=" + since.get());
        } else {
            words.addAll(List.of("-n", String.valueOf(lines)));
        }
        if (follow) {
            words.add("-f");
        }
        return Command.script(InitSystem.choice(Shell.join(words), Shell.join(ofOpenRc(role))))
                .attended();
    }

    /** OpenRC keeps a log file, whose lines cannot be asked for by their time. */
    private List<String> ofOpenRc(Role role) {
        String file = "/var/log/" + unit.orElse(role.unit()) + ".log";
        return follow
                ? List.of("tail", "-n", String.valueOf(lines), "-f", file)
                : List.of("tail", "-n", String.valueOf(lines), file);
    }
}
