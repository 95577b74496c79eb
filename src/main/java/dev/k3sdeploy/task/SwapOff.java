package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;

/** No swap is in use, and none comes back with a reboot. */
public final class SwapOff implements Task {
    private static final String ACTIVE_SWAPS = "tail -n +2 /proc/swaps | cut -d ' ' -f 1";

    /** Of fstab(5)'s fields the third is swap; blanks may come before the first, and the others may be missing. */
    private static final String SWAP_LINES = "^[ \t]*[^# \t][^ \t]*[ \t]+[^ \t]+[ \t]+swap([ \t]|$)";

    @Override
    public String title() {
        return "Turn swap off";
    }

    @Override
    public Verdict check(Probe host) {
        String active = host.ask(Command.script(ACTIVE_SWAPS)).text().replace('\n', ' ');
        String lines = host.ask(Command.script("grep -E '" + SWAP_LINES + "' /etc/fstab 2>/dev/null"))
                .text();
        if (active.isEmpty() && lines.isEmpty()) {
            return Verdict.inPlace("no swap in use, none in /etc/fstab");
        }
        String summary = active.isEmpty() ? "comment swap out of /etc/fstab" : "turn off swap on " + active;
        return Verdict.drift(Diff.of(summary, "/etc/fstab", lines, lines.replaceAll("(?m)^", "#")), machine -> {
            machine.run(Command.script("[ -z \"$(" + ACTIVE_SWAPS + ")\" ] || swapoff -a"));
            machine.run(Command.script("[ ! -e /etc/fstab ] || sed -i -E 's/" + SWAP_LINES + "/#&/' /etc/fstab"));
        });
    }
}
