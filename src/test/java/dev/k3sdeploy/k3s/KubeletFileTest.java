package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.ScriptedSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kubelet's settings, where each version of K3S looks for them. */
class KubeletFileTest {
    private static final KubeletFile TASK = new KubeletFile(Map.of("maxPods", 50));
    private static final String DROP_IN = "/var/lib/rancher/k3s/agent/etc/kubelet.conf.d/90-k3sdeploy.conf";

    private final ScriptedSession host = new ScriptedSession();

    private KubeletFileTest() {
        host.onPart("test -").fails(1);
        host.onPart("stat -c").fails(44);
    }

    private Diff.Change change() {
        Verdict.Drift drift = (Verdict.Drift) TaskTrial.on(host).verdict(TASK);
        return drift.diff().changes().get(0);
    }

    @Test
    void sinceV132TheyStandBesideK3sOwn() {
        host.onPart("k3s --version").says("k3s version v1.33.5+k3s1 (abc)\ngo version go1.24");

        assertThat(change().subject()).isEqualTo(DROP_IN);
        assertThat(change().after()).isEqualTo("""
                apiVersion: "kubelet.config.k8s.io/v1beta1"
                kind: "KubeletConfiguration"
                maxPods: 50
                """);
        assertThat(options().yaml()).isEmpty();
    }

    @Test
    void beforeThatTheFileIsNamedToTheKubelet() {
        host.onPart("k3s --version").says("k3s version v1.31.9+k3s1 (abc)\ngo version go1.23");

        assertThat(change().subject()).isEqualTo("/etc/rancher/k3s/kubelet.yaml");
        assertThat(options().yaml()).isEqualTo("kubelet-arg: \"config=/etc/rancher/k3s/kubelet.yaml\"\n");
    }

    @Test
    void withoutWishesBothPlacesAreEmptied() {
        host.onPart("[ -e").succeeds();
        KubeletFile none = new KubeletFile(Map.of());

        assertThat(TaskTrial.on(host).verdict(none)).isInstanceOf(Verdict.Drift.class);
        assertThat(none.comment()).isEmpty();
    }

    @Test
    void theConfigurationChangesWithTheSettingsSoThatK3sIsRestarted() {
        assertThat(TASK.comment()).startsWith("# ").isNotEqualTo(new KubeletFile(Map.of("maxPods", 60)).comment());
    }

    private ConfigOptions options() {
        return TaskTrial.on(host).ask(TASK::options);
    }

    /** The table's lines are read as they are meant. */
    @Test
    void theTableOfFlagsIsWhole() {
        KnownFlags known = KnownFlags.read();

        assertThat(known.names()).contains("node-ip", "disable", "kubelet-arg").hasSizeGreaterThan(100);
        assertThat(List.of("disable", "tls-san")).allMatch(known::serversOnly);
        assertThat(known.serversOnly("node-ip")).isFalse();
        assertThat(known.renamed("no-deploy")).contains("disable");
        assertThat(known.laterThan("embedded-registry", 25)).contains(26);
        assertThat(known.laterThan("embedded-registry", 26)).isEmpty();
    }
}
