package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** As {@link AdoptionIT}, made by K3S's own install script (that of get.k3s.io, named by {@code K3SDEPLOY_INSTALL_SCRIPT}). */
@Tag("real-k3s")
@EnabledIfEnvironmentVariable(named = RealK3s.VARIABLE, matches = ".+", disabledReason = "it names no real K3S")
@EnabledIfEnvironmentVariable(
        named = RealAdoptionIT.SCRIPT,
        matches = ".+",
        disabledReason = "it names no install.sh of K3S's")
class RealAdoptionIT {
    static final String SCRIPT = "K3SDEPLOY_INSTALL_SCRIPT";

    private static final String WITHOUT_ADD_ONS = "--disable=traefik,coredns,servicelb,local-storage,metrics-server";
    private static final String TOKEN = "/var/lib/rancher/k3s/server/node-token";

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent");

    @AfterEach
    void down() {
        ControlSide control = RealK3s.control(LAB, RealK3s.VARIABLE);
        assertThat(control.run(RealK3s.inventory(LAB), "down", "--yes").exitCode())
                .isZero();
        Remains.none(LAB.all());
    }

    /** The flags as arguments, with an address in --tls-san: as k3sup calls the script, too. */
    @Test
    void whatTheInstallScriptOrK3supMade() {
        install(LAB.server(), "INSTALL_K3S_EXEC='server --tls-san " + address() + " " + WITHOUT_ADD_ONS + "'");
        String token =
                LAB.server().sh("timeout 60 sh -c 'until [ -s " + TOKEN + " ]; do sleep 1; done; cat " + TOKEN + "'");
        install(agent(), "K3S_URL=https://" + address() + ":6443 K3S_TOKEN='" + token + "'");

        isTakenOver();
    }

    /** The token of its own in the server's config.yaml and in the agent's environment, as its v1.2.2 calls the script. */
    @Test
    void whatK3sAnsibleMade() {
        install(LAB.server(), "INSTALL_K3S_SKIP_START=true INSTALL_K3S_EXEC='" + WITHOUT_ADD_ONS + "'");
        LAB.server().sh("""
                mkdir -p /etc/rancher/k3s; echo 'token: changeme!' >/etc/rancher/k3s/config.yaml
                systemctl daemon-reload; systemctl enable k3s; systemctl restart k3s
                """);
        install(
                agent(),
                "INSTALL_K3S_SKIP_START=true INSTALL_K3S_EXEC='agent --server https://" + address() + ":6443 '");
        agent().sh("""
                echo 'K3S_TOKEN=changeme!' >>/etc/systemd/system/k3s-agent.service.env
                systemctl enable k3s-agent; systemctl restart k3s-agent
                """);

        isTakenOver();
    }

    @Test
    void oneWhoseDataAreElsewhere() {
        install(LAB.server(), "INSTALL_K3S_EXEC='server --data-dir /var/lib/rancher/other " + WITHOUT_ADD_ONS + "'");

        adoption().isTakenOverOnceItsDataAreMovedFrom("/var/lib/rancher/other");
    }

    private static void isTakenOver() {
        adoption().isTakenOver();
    }

    private static Adoption adoption() {
        return new Adoption(LAB, RealK3s.control(LAB, RealK3s.VARIABLE), RealK3s.inventory(LAB));
    }

    private static String address() {
        return LAB.server().address();
    }

    private static LabHost agent() {
        return LAB.agents().get(0);
    }

    private static void install(LabHost host, String environment) {
        host.copy(RealK3s.given(RealK3s.VARIABLE).orElseThrow(), "/usr/local/bin/k3s");
        host.copy(RealK3s.given(SCRIPT).orElseThrow(), "/root/install.sh");
        host.sh("chmod 755 /usr/local/bin/k3s; INSTALL_K3S_SKIP_DOWNLOAD=true " + environment
                + " sh /root/install.sh 2>&1");
    }
}
