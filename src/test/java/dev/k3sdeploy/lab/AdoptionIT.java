package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A cluster that another tool has made is taken over as it stands: the same nodes of the same cluster, with what is in
 * it. What the tools leave on a machine is written here by hand, after what they are documented to do; K3S is simulated.
 */
class AdoptionIT {
    private static final String SERVER_SETTINGS =
            "EnvironmentFile=-/etc/default/%N\nEnvironmentFile=-/etc/sysconfig/%N\n";

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent");

    @AfterEach
    void down() {
        assertThat(LAB.control().run(LAB.inventory(), "down", "--yes").exitCode())
                .isZero();
    }

    /** install.sh with flags as arguments; k3sup runs the same, with an address in --tls-san. */
    @Test
    void whatTheInstallScriptOrK3supMade() {
        binary();
        unit(
                LAB.server(),
                "k3s",
                SERVER_SETTINGS,
                "server '--tls-san' '" + LAB.server().address() + "'",
                Map.of());
        unit(
                agent(),
                "k3s-agent",
                SERVER_SETTINGS,
                "agent",
                Map.of(
                        "K3S_TOKEN",
                        token(),
                        "K3S_URL",
                        "https://" + LAB.server().address() + ":6443"));

        new Adoption(LAB, LAB.control(), LAB.inventory()).isTakenOver();
    }

    @Test
    void oneWhoseDataAreElsewhere() {
        binary();
        unit(LAB.server(), "k3s", SERVER_SETTINGS, "server '--data-dir' '/var/lib/rancher/other'", Map.of());

        new Adoption(LAB, LAB.control(), LAB.inventory()).isTakenOverOnceItsDataAreMovedFrom("/var/lib/rancher/other");
    }

    /** k3s-ansible chooses the token itself, and keeps it in the server's environment. */
    @Test
    void whatK3sAnsibleMade() {
        binary();
        LAB.server()
                .sh("mkdir -p /etc/rancher/k3s; echo 'write-kubeconfig-mode: \"0644\"' >/etc/rancher/k3s/config.yaml");
        unit(LAB.server(), "k3s", "", "server", Map.of("K3S_TOKEN", "changeme!"));
        unit(
                agent(),
                "k3s-agent",
                "",
                "agent --server https://" + LAB.server().address() + ":6443",
                Map.of("K3S_TOKEN", "changeme!"));

        new Adoption(LAB, LAB.control(), LAB.inventory()).isTakenOver();
    }

    private static LabHost agent() {
        return LAB.agents().get(0);
    }

    private static void binary() {
        for (LabHost host : LAB.all()) {
            host.copy(Lab.repository().resolve("lab/simulator/k3s"), "/usr/local/bin/k3s");
            host.sh(
                    "chmod 755 /usr/local/bin/k3s; for name in kubectl crictl ctr; do ln -sf k3s /usr/local/bin/$name; done");
        }
    }

    private static void unit(
            LabHost host, String name, String settings, String arguments, Map<String, String> environment) {
        String file = "/etc/systemd/system/" + name + ".service";
        List<String> variables = environment.entrySet().stream()
                .map(entry -> entry.getKey() + "='" + entry.getValue() + "'")
                .sorted()
                .toList();
        host.sh("umask 077; cat >" + file + ".env <<'EOF'\n" + String.join("\n", variables) + "\nEOF");
        host.sh("cat >" + file + " <<'EOF'\n[Unit]\nDescription=Lightweight Kubernetes\n[Install]\n"
                + "WantedBy=multi-user.target\n[Service]\nType=notify\n" + settings + "EnvironmentFile=-" + file
                + ".env\nKillMode=process\nDelegate=yes\nRestart=always\nRestartSec=5s\nExecStart=/usr/local/bin/k3s "
                + arguments + "\nEOF");
        host.sh("systemctl daemon-reload; systemctl enable --now " + name);
    }

    private static String token() {
        return LAB.server()
                .sh("timeout 60 sh -c 'until [ -s /var/lib/rancher/k3s/server/node-token ]; do sleep 1; done;"
                        + " cat /var/lib/rancher/k3s/server/node-token'");
    }
}
