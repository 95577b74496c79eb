package dev.k3sdeploy.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * All that a program can change on a machine: each file's type, mode, owner, size, time, target and content, and what
 * the kernel and systemd hold beside files.
 */
final class MachineState {
    /**
     * Not looked at: file systems that are no files ({@code /proc}, {@code /sys}, {@code /dev}), and what a login by SSH
     * with sudo writes by itself, k3sdeploy or not: the journal, the login records, and their counterparts below
     * {@code /run}, which is otherwise looked at by its names alone.
     */
    private static final String PRUNED =
            "-path /proc -o -path /sys -o -path /dev -o -path /run -o -path /var/log/journal"
                    + " -o -path /var/log/wtmp -o -path /var/log/btmp -o -path /var/log/lastlog";

    private static final String SCRIPT = """
            export LC_ALL=C
            find / \\( @pruned \\) -prune -o -printf '%p\\t%y %m %u:%g %s %T@ %l\\n'
            find / \\( @pruned \\) -prune -o -type f -print0 | xargs -0 sha256sum | sed 's/^\\([0-9a-f]*\\)  \\(.*\\)/sha256 \\2\\t\\1/'
            find /run \\( -path /run/user -o -path /run/systemd -o -path /run/sudo -o -path /run/log -o -path /run/motd.dynamic \\) -prune -o -print
            awk '{print "mount", $2, $3}' /proc/mounts | grep -v ' /run/user'
            ls /sys/class/net | sed 's/^/interface /'
            ip -o address show | awk '{print "address", $2, $4}'
            ip netns list | sed 's/^/netns /'
            for tables in iptables ip6tables; do $tables-save | grep -E '^-|^:.* - ' | sed "s/^/$tables /"; done
            systemctl list-unit-files --no-legend | grep -v '^user' | sed 's/^/unit /'
            systemctl list-units --no-legend --plain --state=active --type=service,socket,timer \\
                | awk '{print "active", $1}' | grep -v user
            tail -n +2 /proc/swaps | sed 's/^/swap /'
            cd /proc/sys && grep -H . vm/swappiness vm/max_map_count net/ipv4/ip_forward | sed 's/^/sysctl /'
            for exe in /proc/[0-9]*/exe; do readlink $exe; done | sort -u | grep -v -e sudo -e /systemd -e sshd \\
                -e '/\\(sh\\|bash\\|dash\\|awk\\|mawk\\|sed\\|grep\\|sort\\|readlink\\)$' | sed 's/^/program /'
            exit 0
            """.replace("@pruned", PRUNED);

    private final Map<String, String> entries;

    private MachineState(Map<String, String> entries) {
        this.entries = entries;
    }

    static MachineState of(LabHost host) {
        Map<String, String> entries = new TreeMap<>();
        host.sh(SCRIPT).lines().forEach(line -> {
            int tab = line.indexOf('\t');
            entries.put(tab < 0 ? line : line.substring(0, tab), tab < 0 ? "" : line.substring(tab + 1));
        });
        return new MachineState(entries);
    }

    int size() {
        return entries.size();
    }

    /** What is not the same, one line each; none when nothing changed. */
    List<String> differencesTo(MachineState later) {
        return differences(later, UnaryOperator.identity());
    }

    /** As {@link #differencesTo}, without the times and sizes of directories, which tell that something came and went. */
    List<String> lastingDifferencesTo(MachineState later) {
        return differences(later, value -> value.replaceFirst("^(d \\S+ \\S+) .*", "$1"));
    }

    private List<String> differences(MachineState later, UnaryOperator<String> view) {
        TreeSet<String> names = new TreeSet<>(entries.keySet());
        names.addAll(later.entries.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String before = view.apply(entries.getOrDefault(name, "absent"));
            String after = view.apply(later.entries.getOrDefault(name, "absent"));
            if (!before.equals(after)) {
                differences.add(name + ": " + before + " -> " + after);
            }
        }
        return differences;
    }

    @Override
    public String toString() {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + "\t" + entry.getValue())
                .collect(Collectors.joining("\n"));
    }
}
