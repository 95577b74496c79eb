package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.k3sdeploy.ErrorCatalogue;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.ScriptedSession;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Why K3S does not start or join, by the lines that it writes; see docs/errors.md. */
class StartErrorsTest {
    private static final String TIME = "time=\"2026-01-31T10:00:00Z\" ";

    /** A server whose K3S ends right after its start. */
    private static void crash(String id, String journal) {
        ScriptedSession host = new ScriptedSession();
        host.onPart("test -s").fails(1);
        host.onPart("systemctl show").says(ServiceCurrentTest.state("activating", "auto-restart", "enabled", 7));
        host.onPart("journalctl -u k3s ").says("Starting k3s v1.33.5+k3s1\n" + TIME + journal + "\n");
        ErrorCatalogue.shows(
                id,
                Objects.requireNonNull(catchThrowableOfType(
                        K3sDeployException.class, () -> TaskTrial.on(host).verdict(new NodeToken()))));
    }

    @Test
    void tokens() {
        crash(
                "token-of-another-cluster",
                "level=fatal msg=\"token CA hash does not match the Cluster CA certificate hash: 00 != c1\"");
        crash("token-cut-short", "level=fatal msg=\"invalid token CA hash length\"");
        crash(
                "token-refused",
                "level=error msg=\"Failed to configure agent: failed to retrieve configuration from server:"
                        + " https://127.0.0.1:6444/v1-k3s/config: 401 Unauthorized\"");
        crash(
                "second-server-refused",
                "level=fatal msg=\"starting kubernetes: preparing server:"
                        + " https://192.168.50.201:6443/v1-k3s/server-bootstrap: 401 Unauthorized\"");
        crash(
                "node-password-rejected",
                "level=error msg=\"Failed to configure agent: Node password rejected, duplicate hostname or contents of"
                        + " '/etc/rancher/node/password' may not match server node-passwd entry\"");
        crash(
                "encrypted-with-another-token",
                "level=fatal msg=\"bootstrap data already found and encrypted with different token\"");
    }

    @Test
    void configuration() {
        crash(
                "crash-port-in-use",
                "level=fatal msg=\"starting kubernetes: preparing server: init cluster datastore and https:"
                        + " listen tcp :6443: bind: address already in use\"");
        crash("unknown-flag", "level=fatal msg=\"flag provided but not defined: -nosuchkey\"");
        crash("config-no-yaml", "level=fatal msg=\"yaml: line 1: did not find expected ',' or ']'\"");
        crash("config-wrong-value", "level=fatal msg=\"invalid cluster-cidr bogus: invalid CIDR address: bogus\"");
        crash("servers-differ", "level=fatal msg=\"critical configuration value mismatch between servers\"");
        crash(
                "datastore",
                "level=fatal msg=\"starting kubernetes: preparing server: creating storage endpoint: building kine: dial tcp 10.0.0.9:3306: i/o timeout\"");
    }

    @Test
    void theMachine() {
        crash(
                "crash-no-default-route",
                "level=fatal msg=\"apiserver exited: Unable to find suitable network address.error='no default routes found"
                        + " in \\\"/proc/net/route\\\"'\"");
        crash(
                "server-unreachable",
                "level=error msg=\"failed to get CA certs: Get \\\"https://127.0.0.1:6444/cacerts\\\": connection reset by peer\"");
        crash("crash-cgroup", "level=fatal msg=\"failed to find memory cgroup (v2)\"");
        crash(
                "certificate-not-valid-now",
                "level=fatal msg=\"x509: certificate has expired or is not yet valid: current time 2020-01-01\"");
        crash(
                "crash-disk-full",
                "level=fatal msg=\"extracting data: write /var/lib/rancher/k3s/data: no space left on device\"");
        crash("crash-unknown-reason", "level=fatal msg=\"something that nobody has seen yet\"");
    }
}
