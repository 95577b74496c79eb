package dev.k3sdeploy.task;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Shell;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Kernel parameters hold now and after a reboot. */
public final class SysctlValues implements Task {
    private final RemoteFile file;
    private final SortedMap<String, String> values;

    /**
     * Values kept in a file of their own.
     *
     * @param path below /etc/sysctl.d
     * @param values by dotted name: {@code vm.swappiness}
     */
    public SysctlValues(String path, SortedMap<String, String> values) {
        this.file = new RemoteFile(path, "0644");
        this.values = new TreeMap<>(values);
    }

    @Override
    public String title() {
        return "Set " + String.join(", ", values.keySet());
    }

    @Override
    public Verdict check(Probe host) {
        String wanted = lines(" = ");
        String found = host.read(file.path()).orElse("");
        String live = host.ask(Command.script(values.keySet().stream()
                        .map(key -> "echo " + Shell.quote(key) + "=$(cat " + procFile(key) + ")")
                        .collect(Collectors.joining("\n"))))
                .out()
                .text();
        if (found.equals(wanted) && live.equals(lines("="))) {
            return Verdict.inPlace(String.join(", ", lines("=").lines().toList()));
        }
        String before = live.equals(lines("=")) ? found : live.replace("=", " = ");
        return Verdict.drift(
                Diff.of("set " + String.join(", ", lines("=").lines().toList()), file.path(), before, wanted),
                machine -> {
                    machine.run(file.place().withStdin(wanted));
                    values.forEach((key, value) -> machine.run(
                            Command.script("echo " + Shell.quote(value) + " >" + Shell.quote(procFile(key)))));
                });
    }

    private String lines(String separator) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + separator + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static String procFile(String key) {
        return "/proc/sys/" + key.replace('.', '/');
    }
}
