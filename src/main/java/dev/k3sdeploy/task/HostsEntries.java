package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names have their addresses in /etc/hosts: in a block of our own, and nowhere else as this machine (Vagrant writes
 * {@code 127.0.2.1 vagrantbox-1} there, which would win).
 */
public final class HostsEntries implements Task {
    private static final String FILE = "/etc/hosts";
    private static final String BEGIN = "# BEGIN k3sdeploy";
    private static final String END = "# END k3sdeploy";

    /** Renamed where possible; in a container it is a mount of its own, and then written in place. */
    private static final String PLACE = """
            set -e
            part=/etc/hosts.k3sdeploy-part
            trap 'rm -f "$part"' EXIT
            umask 022
            cat >"$part"
            mv -f "$part" /etc/hosts 2>/dev/null || cat "$part" >/etc/hosts
            """;

    private final Map<String, String> addresses;

    /**
     * Entries.
     *
     * @param addresses by name, in the order to write them
     */
    public HostsEntries(Map<String, String> addresses) {
        this.addresses = new LinkedHashMap<>(addresses);
    }

    @Override
    public String title() {
        return "Name the machines in " + FILE;
    }

    @Override
    public Verdict check(Probe host) {
        String found = host.read(FILE).orElse("");
        String wanted = in(found);
        return found.equals(wanted)
                ? Verdict.inPlace(FILE + " names " + String.join(", ", addresses.keySet()))
                : Verdict.drift(
                        Diff.of("name " + String.join(", ", addresses.keySet()), FILE, found, wanted),
                        machine -> machine.run(Command.script(PLACE).withStdin(wanted)));
    }

    /**
     * The text with the entries; all that is not ours stays.
     *
     * @param text of the machine's file
     * @return the same where nothing is to do
     */
    public String in(String text) {
        List<String> kept = new ArrayList<>();
        boolean ours = false;
        for (String line : text.lines().toList()) {
            if (line.equals(BEGIN)) {
                ours = true;
            } else if (ours) {
                ours = !line.equals(END);
            } else {
                withoutOurNames(line).forEach(kept::add);
            }
        }
        kept.add(BEGIN);
        addresses.forEach((name, address) -> kept.add(address + " " + name));
        kept.add(END);
        return kept.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private Stream<String> withoutOurNames(String line) {
        String[] words = line.strip().split("\\s+", -1);
        if (!words[0].startsWith("127.") || Stream.of(words).noneMatch(addresses::containsKey)) {
            return Stream.of(line);
        }
        List<String> others =
                Stream.of(words).filter(word -> !addresses.containsKey(word)).toList();
        return others.size() > 1 ? Stream.of(String.join(" ", others)) : Stream.empty();
    }
}
