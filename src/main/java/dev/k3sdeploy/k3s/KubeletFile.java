package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.task.FileAbsent;
import dev.k3sdeploy.task.FileContent;
import dev.k3sdeploy.task.RemoteFile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kubelet's own settings are where this K3S looks for them: since v1.32 it writes the kubelet's configuration itself
 * and takes files beside it; before, a file has to be named to the kubelet.
 */
record KubeletFile(Map<String, @Nullable Object> fields) implements Task {
    private static final String DROP_IN = "/var/lib/rancher/k3s/agent/etc/kubelet.conf.d/90-k3sdeploy.conf";
    private static final String NAMED = "/etc/rancher/k3s/kubelet.yaml";
    private static final String BOTH = "[ -e " + DROP_IN + " ] || [ -e " + NAMED + " ]";

    /** The first minor version that takes files beside its own. */
    private static final int DROP_INS_SINCE = 32;

    @Override
    public String title() {
        return fields.isEmpty() ? "Remove the kubelet's settings" : "Write the kubelet's settings";
    }

    @Override
    public Verdict check(Probe host) {
        if (fields.isEmpty()) {
            return host.holds(Command.script(BOTH))
                    ? Verdict.drift("remove them", machine -> machine.run(Command.of("rm", "-f", DROP_IN, NAMED)))
                    : Verdict.inPlace("K3S's own");
        }
        boolean dropIn = takesDropIns(host);
        Verdict other = new FileAbsent(dropIn ? NAMED : DROP_IN).check(host);
        return other instanceof Verdict.InPlace
                ? FileContent.of(new RemoteFile(dropIn ? DROP_IN : NAMED, "0600"), text())
                        .check(host)
                : other;
    }

    private String text() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("apiVersion", "kubelet.config.k8s.io/v1beta1");
        all.put("kind", "KubeletConfiguration");
        all.putAll(fields);
        return BlockYaml.of(all);
    }

    /**
     * What config.yaml says of these settings.
     *
     * @return options that come with them, and a comment that changes with them: so K3S is restarted
     */
    ConfigOptions options(Probe host) {
        return fields.isEmpty() || takesDropIns(host)
                ? ConfigOptions.none()
                : ConfigOptions.none().with("kubelet-arg", "config=" + NAMED);
    }

    String comment() {
        return fields.isEmpty() ? "" : "# With the kubelet's settings " + Integer.toHexString(text().hashCode()) + "\n";
    }

    /** Where K3S is not installed yet (in check mode), a current one is what comes. */
    private static boolean takesDropIns(Probe host) {
        String version = host.ask(Command.script("/usr/local/bin/k3s --version 2>/dev/null"))
                .text();
        String minor = version.replaceFirst("(?s)^k3s version v1\\.(\\d+)\\..*", "$1");
        return !minor.matches("\\d{1,4}") || Integer.parseInt(minor) >= DROP_INS_SINCE;
    }
}
