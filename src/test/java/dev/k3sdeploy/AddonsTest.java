package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.k3s.Addon;
import dev.k3sdeploy.kube.WishedAddon;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The course's applications, from an inventory's variables to manifests on the first server. */
@SuppressWarnings("NullAway.Init")
class AddonsTest {
    private static final String NODES = """
            all:
              children:
                k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}
                k3s_agent: {hosts: {two: {ansible_host: 10.1.1.2}}}
                nfs_server: {hosts: {one: {}}}
            """;

    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder);
    }

    private SortedMap<String, String> manifests(String... extraVars) {
        return site.plan(NODES, extraVars).cluster().firstServer().settings().manifests();
    }

    @Test
    void withoutAWishThereAreNone() {
        assertThat(manifests()).isEmpty();
    }

    /** As `-e 'k3s_addons=[whoami,geostack]'` has it. */
    @Test
    void aListOnTheCommandLineNamesThem() {
        assertThat(manifests("k3s_addons=[whoami,geostack]"))
                .containsOnlyKeys("addon-whoami.yaml", "addon-cnpg.yaml", "addon-geoserver.yaml");
    }

    @Test
    void everyManifestIsYamlOfKindsWithNames() {
        String all = String.join(",", Addon.ALL.stream().map(Addon::name).toList());

        SortedMap<String, String> manifests = manifests("k3s_addons=" + all);

        assertThat(manifests).hasSize(Addon.ALL.size());
        manifests.forEach((file, text) -> {
            List<Object> documents = new ArrayList<>();
            new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text).forEach(documents::add);
            assertThat(documents).as(file).isNotEmpty().allSatisfy(document -> {
                Map<?, ?> object = (Map<?, ?>) document;
                assertThat(object.get("apiVersion")).asString().isNotEmpty();
                assertThat(object.get("kind")).asString().isNotEmpty();
                assertThat(object.get("metadata")).asString().contains("name=");
            });
            assertThat(text).doesNotContain("{{");
        });
    }

    @Test
    void valuesDomainAndNfsServerComeFromTheInventory() {
        SortedMap<String, String> manifests =
                manifests("{\"k3s_addons\": [\"whoami\", \"nfs-provisioner\"], \"k3s_domain\": \"dev.example.org\","
                        + " \"k3s_addon_values\": {\"whoami\": {\"image\": \"registry.school:5000/whoami:v1\"}}}");

        assertThat(manifests.get("addon-whoami.yaml"))
                .contains("image: registry.school:5000/whoami:v1", "host: whoami.dev.example.org", "port: 8000");
        assertThat(manifests.get("addon-nfs-provisioner.yaml")).contains("server: 10.1.1.1", "path: /");
    }

    @Test
    void theDomainIsOtherwiseTheServersAddress() {
        assertThat(manifests("k3s_addons=whoami").get("addon-whoami.yaml")).contains("host: whoami.10.1.1.1.nip.io");
    }

    @Test
    void whatIsMisspeltIsTold() {
        assertThat(site.problems(NODES, "k3s_addons=whoamy"))
                .singleElement()
                .asString()
                .contains("names no add-on by «whoamy»", "do you mean whoami?");
        assertThat(site.problems(
                        NODES,
                        "{\"k3s_addons\": [\"whoami\"], \"k3s_addon_values\": {\"whoami\": {\"picture\": \"a\"}}}"))
                .singleElement()
                .asString()
                .contains("has «picture» for whoami, which takes image, port");
        assertThat(
                        site.problems(
                                NODES,
                                "{\"k3s_addons\": [\"whoami\"], \"k3s_addon_values\": {\"whoami\": {\"image\": \"a\\nb: c\"}}}"))
                .singleElement()
                .asString()
                .contains("which cannot be");
    }

    @Test
    void anNfsProvisionerNeedsAServer() {
        assertThat(site.problems(NODES.replace("nfs_server", "others"), "k3s_addons=nfs-provisioner"))
                .singleElement()
                .asString()
                .contains("there is no NFS server", "k3s_addon_values: {nfs-provisioner: {server: …}}");
    }

    @Test
    void verifyLooksAtThoseThatAreWished() {
        List<WishedAddon> addons =
                site.plan(NODES, "k3s_addons=whoami").course().addons();

        assertThat(addons).hasSize(Addon.ALL.size());
        assertThat(addons).filteredOn(WishedAddon::wished).singleElement().satisfies(addon -> {
            assertThat(addon.name()).isEqualTo("whoami");
            assertThat(addon.workloads()).containsExactly(new WishedAddon.Workload("Deployment", "whoami"));
            assertThat(addon.host()).contains("whoami.10.1.1.1.nip.io");
        });
    }
}
