package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Images from a real registry, with TLS by an authority of its own and a password: needs a Debian mirror. */
@Tag("real-k3s")
@EnabledIfEnvironmentVariable(named = RealK3s.VARIABLE, matches = ".+", disabledReason = "it names no real K3S")
@EnabledIfEnvironmentVariable(named = RealK3s.IMAGES, matches = ".+", disabledReason = "it names no image archive")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealRegistryIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent", "registry");

    private static final String REGISTRY = """
            set -e
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \\
                docker-registry skopeo openssl python3 >/dev/null
            mkdir -p /tls; cd /tls
            openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=ca -keyout ca.key -out ca.pem 2>/dev/null
            openssl req -newkey rsa:2048 -nodes -subj /CN=registry -keyout server.key -out server.csr 2>/dev/null
            echo subjectAltName=IP:@address >names
            openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile names -out server.pem
            python3 -W ignore -c 'import crypt
            print("me:" + crypt.crypt("precious", crypt.mksalt(crypt.METHOD_BLOWFISH)))' >users
            chmod 644 server.key users
            cat >/etc/docker/registry/config.yml <<'EOF'
            version: 0.1
            storage: {filesystem: {rootdirectory: /var/lib/docker-registry}}
            http: {addr: ":5000", tls: {certificate: /tls/server.pem, key: /tls/server.key}}
            auth: {htpasswd: {realm: lab, path: /tls/users}}
            EOF
            systemctl restart docker-registry
            timeout 30 sh -c 'until openssl s_client -connect @address:5000 </dev/null >/dev/null 2>&1; do sleep 0.3; done'
            skopeo copy --dest-tls-verify=false --dest-creds me:precious \\
                docker-archive:/images.tar:docker.io/library/busybox:lab docker://@address:5000/lab/pulled:1
            """;

    private static LabHost registry() {
        return LAB.all().get(2);
    }

    private static LabInventory inventory(String password) {
        String registry = registry().address() + ":5000";
        return RealK3s.inventory(LAB)
                .without(registry())
                .with(
                        "k3s_env",
                        Map.of("CONTAINERD_DISABLE_PIGZ", "1")) // that of a K3S built at home may want a library
                .with(
                        "k3s_registries",
                        Map.of(
                                "mirrors",
                                Map.of(
                                        "images.lab",
                                        Map.of(
                                                "endpoint", List.of("https://" + registry),
                                                "rewrite", Map.of("^course/(.*)", "lab/$1"))),
                                "configs",
                                Map.of(
                                        registry,
                                        Map.of(
                                                "auth", Map.of("username", "me", "password", password),
                                                "tls", Map.of("ca_file", "ca.pem")))));
    }

    private static JsonRun up(String password) {
        JsonRun run = RealK3s.control(LAB, RealK3s.VARIABLE).json(inventory(password), "up");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.command().out()).doesNotContain(password);
        return run;
    }

    @BeforeAll
    static void thereIsARegistry() throws IOException {
        LAB.all().subList(0, 2).forEach(RealK3s::bringImages);
        registry().copy(RealK3s.given(RealK3s.IMAGES).orElseThrow(), "/images.tar");
        registry().sh(REGISTRY.replace("@address", registry().address()));
        Files.writeString(LAB.control().work().resolve("ca.pem"), registry().sh("cat /tls/ca.pem") + "\n");
    }

    /** On both nodes at once: a pod of each, whose image is nowhere else. */
    private static void startPods(String name) {
        LAB.server().sh("""
                k3s kubectl apply -f - <<'EOF'
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: %1$s}
                spec:
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      terminationGracePeriodSeconds: 0
                      containers:
                      - {name: it, image: images.lab/course/pulled:1, imagePullPolicy: Always, command: [sleep, "100000"]}
                EOF
                """.formatted(name));
    }

    @Test
    @Order(1)
    void aWrongPasswordPullsNothing() {
        up("wrong-one");
        startPods("first");

        LAB.server()
                .sh(
                        "timeout 90 sh -c 'until [ \"$(k3s kubectl get pods | grep -c -e ErrImagePull -e ImagePullBackOff)\""
                                + " = 2 ]; do sleep 1; done'");
    }

    @Test
    @Order(2)
    void theRightOnePullsThroughMirrorRewriteAndAuthorityOnEveryNode() {
        assertThat(up("precious").tasks("changed")).anyMatch(task -> task.startsWith("agent: Start k3s-agent"));
        startPods("second");

        LAB.server()
                .sh("k3s kubectl rollout status daemonset/second --timeout=90s || { k3s kubectl get events"
                        + " --field-selector=type=Warning; exit 1; }");
        assertThat(up("precious").tasks("changed")).isEmpty();
    }

    @Test
    @Order(3)
    void downLeavesNothing() {
        assertThat(RealK3s.control(LAB, RealK3s.VARIABLE)
                        .json(inventory("precious"), "down", "--yes")
                        .exitCode())
                .isZero();

        Remains.none(LAB.all().subList(0, 2));
    }
}
