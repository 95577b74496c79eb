package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.MachineAccess;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.HostKeyElsewhere;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        description = "Forget the machines' host keys that k3sdeploy has learnt: for machines that were made anew.",
        footerHeading = "%nExamples:%n",
        footer = {"  k3sdeploy forget -i inventory/vagrantbox.yml", "  k3sdeploy forget -l vagrantbox-2"})
final class ForgetCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Override
    public Integer call() {
        MachineAccess machines = mixin.cluster(ClusterOptions.DEFAULTS).machineAccess();
        int forgotten = machines.forgetHostKeys();
        List<HostKeyElsewhere> elsewhere = machines.hostKeysElsewhere();
        if (mixin.json()) {
            mixin.terminal().line(json(forgotten, elsewhere));
        } else {
            mixin.terminal().line(Message.of("forget.done", forgotten));
            tell(elsewhere);
        }
        return ExitCode.DONE;
    }

    private static String json(int forgotten, List<HostKeyElsewhere> elsewhere) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "forget");
        fields.put("keys", forgotten);
        fields.put("elsewhere", elsewhere.stream().map(ForgetCommand::fields).toList());
        return JsonView.text(fields);
    }

    private static Map<String, Object> fields(HostKeyElsewhere key) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("host", key.machine());
        fields.put("file", key.file().toString());
        fields.put("command", key.command());
        return fields;
    }

    /** One command a line, to be pasted. */
    private void tell(List<HostKeyElsewhere> elsewhere) {
        if (!elsewhere.isEmpty()) {
            List<String> names =
                    elsewhere.stream().map(HostKeyElsewhere::machine).distinct().toList();
            mixin.terminal().line(Message.of("forget.elsewhere", Message.list(names)));
            elsewhere.forEach(key -> mixin.terminal().line("    " + key.command()));
        }
    }
}
