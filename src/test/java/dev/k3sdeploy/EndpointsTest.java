package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.k3s.DatastoreFiles;
import dev.k3sdeploy.k3s.UpPlaybook;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What stands in front of the servers, and what they share behind. */
@SuppressWarnings("NullAway.Init")
class EndpointsTest {
    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder).file("tls/ca.pem", "CA").file("tls/key.pem", "KEY");
    }

    private static String inventory(String variables) {
        return """
                all:
                  vars: %s
                  children:
                    k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}, two: {ansible_host: 10.1.1.2}}}
                """.formatted(variables);
    }

    private String kubeVip(String variables) {
        Plan plan = site.plan(inventory(variables));
        assertThat(plan.cluster().servers().get(1).settings().manifests()).isEmpty();
        return plan.cluster().firstServer().settings().manifests().getOrDefault("kube-vip.yaml", "");
    }

    @Test
    void kubeVipHoldsTheEndpointOnTheServersNic() {
        String manifest = kubeVip("{k3s_api_endpoint: 10.1.1.100, k3s_kube_vip: {interface: eth1, version: v0.9.1}}");

        assertThat(manifest)
                .contains("image: \"ghcr.io/kube-vip/kube-vip:v0.9.1\"")
                .contains("{name: address, value: \"10.1.1.100\"}", "{name: port, value: \"6443\"}")
                .contains("{name: vip_interface, value: \"eth1\"}");
        assertThat(new Yaml().loadAll(manifest)).hasSize(4);
    }

    /** A misspelt field is dropped by Kubernetes without a word. */
    @Test
    void kubeVipsManifestHasNoFieldThatKubernetesDoesNotKnow() {
        List<Class<?>> kinds =
                List.of(ServiceAccount.class, ClusterRole.class, ClusterRoleBinding.class, DaemonSet.class);
        Iterator<Class<?>> kind = kinds.iterator();

        new Yaml()
                .loadAll(kubeVip("{k3s_api_endpoint: 10.1.1.100, k3s_kube_vip: {interface: eth1}}"))
                .forEach(object ->
                        assertThat(strict().convertValue(object, kind.next())).isNotNull());

        assertThat(kind.hasNext()).isFalse();
        Object misspelt = Map.of("kind", "DaemonSet", "spec", Map.of("template", Map.of("spec", Map.of("hostNet", 1))));
        assertThatThrownBy(() -> strict().convertValue(misspelt, DaemonSet.class))
                .hasMessageContaining("hostNet");
    }

    /** The types of Kubernetes' API, without the drawer that they have for all else. */
    private static ObjectMapper strict() {
        return new ObjectMapper().setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
            private static final long serialVersionUID = 1;

            @Override
            public Boolean hasAnySetter(Annotated member) {
                return false;
            }
        });
    }

    @Test
    void theNicOfFlannelAndAnImageOfOnesOwnWillDo() {
        assertThat(kubeVip("{k3s_api_endpoint: 10.1.1.100, k3s_flannel_iface: ens3,"
                        + " k3s_kube_vip: {image: 'registry.lab:5000/kube-vip:v1'}}"))
                .contains("value: \"ens3\"", "image: \"registry.lab:5000/kube-vip:v1\"");
    }

    @Test
    void withoutTheWishThereIsNoManifest() {
        assertThat(kubeVip("{k3s_api_endpoint: 10.1.1.100}")).isEmpty();
    }

    @Test
    void kubeVipNeedsAFreeAddressAndANic() {
        assertThat(site.problems(inventory("{k3s_api_endpoint: k3s.example, k3s_kube_vip: {interface: eth1}}")))
                .singleElement()
                .asString()
                .contains("k3s_kube_vip needs an address that no machine has");
        assertThat(site.problems(inventory("{k3s_api_endpoint: 10.1.1.1, k3s_kube_vip: {interface: eth1}}")))
                .singleElement()
                .asString()
                .contains("k3s_kube_vip needs an address that no machine has");
        assertThat(site.problems(inventory("{k3s_api_endpoint: 10.1.1.9, k3s_kube_vip: {version: v0.9.1}}")))
                .singleElement()
                .asString()
                .contains("has no interface");
        assertThat(site.problems(inventory("{k3s_api_endpoint: 10.1.1.9, k3s_kube_vip: {interfaces: eth1}}")))
                .anyMatch(problem -> problem.contains("do you mean interface?"));
    }

    @Test
    void theDatastoresFilesGoToTheServers() {
        Plan plan = site.plan(inventory("{k3s_datastore_endpoint: 'postgres://db:5432/k3s', k3s_token: t,"
                + " k3s_datastore_cafile: tls/ca.pem, k3s_datastore_keyfile: tls/key.pem,"
                + " k3s_datastore_certfile: /etc/pki/client.pem}"));

        DatastoreFiles files = plan.cluster().servers().get(1).settings().datastore();
        assertThat(files.files().values()).containsExactlyInAnyOrder("CA", "KEY");
        assertThat(files.options())
                .containsOnlyKeys("datastore-cafile", "datastore-certfile", "datastore-keyfile")
                .containsEntry("datastore-certfile", "/etc/pki/client.pem");
        assertThat(files.options().get("datastore-keyfile")).matches(DatastoreFiles.FOLDER + "/[0-9a-f]{12}-key.pem");
        assertThat(titles(plan, "two")).contains("Fill " + DatastoreFiles.FOLDER);
    }

    @Test
    void aFileOfTheDatastoreThatIsNowhereIsAProblem() {
        assertThat(site.problems(inventory(
                        "{k3s_datastore_endpoint: 'postgres://db/k3s', k3s_token: t, k3s_datastore_cafile: no.pem}")))
                .isNotEmpty()
                .allMatch(problem -> problem.contains("k3s_datastore_cafile") && problem.contains("there is no file"));
    }

    private static List<String> titles(Plan plan, String host) {
        return UpPlaybook.of(
                        plan.cluster(),
                        machine -> {
                            throw new AssertionError("nobody asked for a binary");
                        },
                        target -> true)
                .plays()
                .stream()
                .map(Play::tasks)
                .flatMap(tasks -> tasks.entrySet().stream())
                .filter(entry -> entry.getKey().name().equals(host))
                .flatMap(entry -> entry.getValue().stream())
                .map(Task::title)
                .toList();
    }
}
