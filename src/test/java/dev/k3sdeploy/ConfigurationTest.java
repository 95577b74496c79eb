package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.k3s.NodeSettings;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Registries;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the inventory's variables to a node's configuration. */
@SuppressWarnings("NullAway.Init")
class ConfigurationTest {
    private static final String NODES = """
            k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}
            k3s_agent: {hosts: {two: {ansible_host: 10.1.1.2}}}
            """;

    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder);
    }

    private Plan plan(String vars) {
        return site.plan("all:\n  vars:\n" + vars.indent(4) + NODES);
    }

    private static NodeSpec agent(Plan plan) {
        return plan.cluster().agents().get(0);
    }

    private List<String> warnings(String vars) {
        return plan(vars).warnings().stream().map(InputProblem::toString).toList();
    }

    @Test
    void whatIsNearerWinsAndAPlusSignAdds() {
        Plan plan = site.plan("""
                all:
                  vars:
                    k3s_config: {debug: true, node-label: [a=1], kubelet-arg: [max-pods=20], snapshotter: native}
                    k3s_server_config: {node-label+: [b=2], kubelet-arg: max-pods=30}
                    k3s_agent_config: {snapshotter: ~, write-kubeconfig-mode: ~}
                k3s_master: {hosts: {one: {ansible_host: 10.1.1.1, k3s_node_config: {debug: false}}}}
                k3s_agent: {hosts: {two: {ansible_host: 10.1.1.2}}}
                """);

        assertThat(plan.cluster().firstServer().options().yaml()).isEqualTo("""
                node-label:
                  - "a=1"
                  - "b=2"
                snapshotter: "native"
                kubelet-arg: "max-pods=30"
                debug: false
                """);
        assertThat(agent(plan).options().yaml()).isEqualTo("""
                debug: true
                node-label: "a=1"
                kubelet-arg: "max-pods=20"
                """);
    }

    @Test
    void flagsWinOverTheMapsAndTraefikIsLeftOutOnce() {
        NodeSpec server = plan("""
                k3s_server_config: {disable: [servicelb, traefik], flannel-backend: host-gw}
                k3s_master_extra_opts: [--flannel-backend=none]
                k3s_traefik_enabled: false
                """).cluster().firstServer();

        assertThat(server.options().yaml()).isEqualTo("""
                disable:
                  - "servicelb"
                  - "traefik"
                flannel-backend: "none"
                """);
    }

    @Test
    void whatOnlyServersKnowIsNotForAgents() {
        Plan plan = plan("k3s_config: {disable: [traefik], debug: true}");

        assertThat(agent(plan).options().yaml()).isEqualTo("debug: true\n");
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void keysThatK3sIsNotKnownToHaveAreWarnedOfAndPassedOn() {
        assertThat(warnings("k3s_config: {node-labl: [a=b]}"))
                .containsExactly("inv.yml:3:5: k3s_config has «node-labl», which K3S is not known to have "
                        + "(do you mean node-label?)");
        assertThat(plan("k3s_config: {node-labl: [a=b]}")
                        .cluster()
                        .firstServer()
                        .options()
                        .yaml())
                .contains("node-labl");
        assertThat(warnings("k3s_installer_opts: --no-deploy traefik"))
                .singleElement()
                .asString()
                .contains("«no-deploy», which newer versions do not know", "use disable");
        assertThat(warnings("k3s_agent_config: {tls-san: x}"))
                .singleElement()
                .asString()
                .contains("«tls-san», which only servers know");
        assertThat(warnings("k3s_server_config: {write-kubeconfig-mode: 0640}"))
                .singleElement()
                .asString()
                .contains("write-kubeconfig-mode 416, which was 0640", "put it in quotes");
        assertThat(warnings("k3s_server_config: {write-kubeconfig-mode: 640}")).isEmpty();
        assertThat(warnings("{k3s_config: {embedded-registry: true}, k3s_version: v1.25.3+k3s1}"))
                .singleElement()
                .asString()
                .contains("since v1.26");
    }

    /** So that config.yaml is root's alone, where one is in it. */
    @Test
    void aNodeKnowsTheSecretsOfItsMachine() {
        Plan plan = plan("{vault_owner: kim, k3s_token: '', k3s_config: {node-label: 'owner={{ vault_owner }}'}}");

        assertThat(agent(plan).settings().secrets()).containsExactly(Secret.of("kim"));
        assertThat(agent(plan).options().get("node-label")).containsExactly("owner=kim");
    }

    @Test
    void aProxyDoesNotStandBetweenTheNodes() {
        NodeSettings settings = agent(plan("""
                        k3s_env: {HTTPS_PROXY: "http://proxy:3128", NO_PROXY: ".example.org, 10.1.1.1"}
                        k3s_config: {cluster-cidr: 10.99.0.0/16}
                        """)).settings();

        assertThat(settings.environment())
                .containsEntry("HTTPS_PROXY", "http://proxy:3128")
                .containsEntry(
                        "NO_PROXY",
                        ".example.org,10.1.1.1,10.1.1.2,127.0.0.0/8,localhost,10.99.0.0/16,10.43.0.0/16,.svc,"
                                + ".cluster.local");
        assertThat(agent(plan("k3s_env: {GOGC: 50, X: true}")).settings().environment())
                .isEqualTo(java.util.Map.of("GOGC", "50", "X", "true"));
    }

    @Test
    void whatCannotBeInTheEnvironmentOrIsOursIsRefused() {
        assertThat(site.problems("all:\n  vars:\n    k3s_env: {K3S_TOKEN: x, 'a b': y}\n" + NODES))
                .anyMatch(problem -> problem.contains("sets K3S_TOKEN") && problem.contains("k3s_token"))
                .anyMatch(problem -> problem.contains("«a b»"));
    }

    @Test
    void registriesAreTakenOverWithTheFilesThatAreHere() {
        site.file("certs/ca.pem", "PEM\n");
        Registries registries = agent(plan("""
                        k3s_docker_mirror: https://mirror.example
                        k3s_registries:
                          mirrors:
                            docker.io: {endpoint: [https://other.example], rewrite: {"^library/(.*)": "hub/$1"}}
                          configs:
                            reg.example:5000:
                              auth: {username: me, password: secret}
                              tls: {ca_file: certs/ca.pem, key_file: /etc/ssl/not-here.key}
                        """)).settings().registries().orElseThrow();

        assertThat(registries.secret()).isTrue();
        assertThat(registries.files()).hasSize(1).containsValue("PEM\n");
        String placed = registries.files().firstKey();
        assertThat(placed).endsWith("-ca.pem");
        assertThat(registries.content().toString())
                .contains(
                        "endpoint=[https://mirror.example, https://other.example]",
                        "rewrite={^library/(.*)=hub/$1}",
                        "ca_file=" + Registries.FOLDER + "/" + placed,
                        "key_file=/etc/ssl/not-here.key");
    }

    @Test
    void aFileOfRegistriesThatIsNowhereIsAProblem() {
        assertThat(site.problems("""
                        all:
                          vars:
                            k3s_registries: {mirors: {}, configs: {a: {tls: {ca_file: none.pem}}}}
                        """ + NODES))
                .anyMatch(problem -> problem.contains("«mirors»") && problem.contains("mirrors"))
                .anyMatch(problem -> problem.contains("there is no file") && problem.contains("none.pem"));
    }

    @Test
    void labelsAndTaintsAreReadAndChecked() {
        NodeSettings settings = agent(plan("""
                        k3s_node_labels: {example.org/tier: web, ssd: true, n: 3}
                        k3s_node_taints: ["db=yes:NoSchedule", "gpu:NoExecute"]
                        """)).settings();

        assertThat(settings.labels()).isEqualTo(java.util.Map.of("example.org/tier", "web", "ssd", "true", "n", "3"));
        assertThat(settings.taints()).containsExactly("db=yes:NoSchedule", "gpu:NoExecute");
        assertThat(site.problems(
                        "all:\n  vars:\n    k3s_node_labels: {'a b': c}\n    k3s_node_taints: [db=yes]\n" + NODES))
                .anyMatch(problem -> problem.contains("«a b=c»"))
                .anyMatch(problem -> problem.contains("«db=yes», which is no taint"));
    }

    @Test
    void manifestsAreReadAndTemplatesRendered() {
        site.file("m/plain.yaml", "kind: A # {{ not a template }}\n")
                .file("m/sub/My_Chart.yml.j2", "version: {{ chart_version }}\n")
                .file("m/notes.txt", "no")
                .file("one.json.j2", "{\"a\": {{ chart_version }}}\n");
        Plan plan = plan("{k3s_manifests: [m, one.json.j2], chart_version: '1.2'}");

        assertThat(plan.cluster().firstServer().settings().manifests())
                .isEqualTo(java.util.Map.of(
                        "plain.yaml", "kind: A # {{ not a template }}\n",
                        "sub-my-chart.yml", "version: 1.2\n",
                        "one.json", "{\"a\": 1.2}\n"));
        assertThat(agent(plan).settings().manifests()).isEmpty();
    }

    @Test
    void aManifestThatIsNotThereOrCannotBeRenderedIsAProblem() {
        site.file("bad.yaml.j2", "x: {{ nobody_set_this }}\n");

        assertThat(site.problems("all:\n  vars:\n    k3s_manifests: [nowhere, bad.yaml.j2]\n" + NODES))
                .anyMatch(problem -> problem.contains("«nowhere»"))
                .anyMatch(problem -> problem.contains("nobody_set_this") && problem.contains("bad.yaml.j2"));
    }

    /** As the course's group_vars/k3s_master/k3s-oidc.yml.dist has it. */
    @Test
    void openIdConnectIsSetAsBefore() {
        NodeSpec server = plan("""
                k3s_master_extra_opts:
                  - --kube-apiserver-arg oidc-issuer-url=https://id.example/realms/x
                  - --kube-apiserver-arg oidc-client-id=kubernetes
                  - --kube-apiserver-arg 'oidc-groups-prefix=oidc:'
                """).cluster().firstServer();

        assertThat(server.options().yaml()).isEqualTo("""
                kube-apiserver-arg:
                  - "oidc-issuer-url=https://id.example/realms/x"
                  - "oidc-client-id=kubernetes"
                  - "oidc-groups-prefix=oidc:"
                """);
    }
}
