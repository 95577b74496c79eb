package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ClusterBuilderTest {
    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder);
    }

    private ClusterBuilder two() {
        return Cluster.builder()
                .on(site.here())
                .name("course")
                .server("one", "10.1.1.1")
                .agent("two", "10.1.1.2")
                .user("vagrant");
    }

    @Test
    void itIsTheClusterOfTheSameInventory() {
        Cluster read = Cluster.from(site.inventory("""
                        all: {vars: {ansible_user: vagrant, k3s_cluster_name: course, k3s_packages: []}}
                        k3s_server: {hosts: {one: {ansible_host: 10.1.1.1}}}
                        k3s_agent: {hosts: {two: {ansible_host: 10.1.1.2}}}
                        """), site.here(), ClusterOptions.DEFAULTS);
        Cluster built = two().variable("k3s_packages", List.of()).build();

        assertThat(built.plan().describe()).isEqualTo(read.plan().describe());
        assertThat(built.topology()).isEqualTo(read.topology());
        assertThat(built.kubeconfigFile()).isEqualTo(read.kubeconfigFile());
    }

    @Test
    void aHostsOwnVariableWins() {
        Cluster cluster = two().variable("k3s_token", "all")
                .variable("two", "k3s_token", "own")
                .build();
        assertThat(token(cluster, "one")).isEqualTo("all");
        assertThat(token(cluster, "two")).isEqualTo("own");
    }

    @Test
    void theBuilderGoesOnAndTheClusterStays() {
        ClusterBuilder builder = two();
        Cluster first = builder.build();
        Cluster second = builder.agent("three", "10.1.1.3").build();
        assertThat(first.targets()).containsExactly(new Target("one"), new Target("two"));
        assertThat(second.targets()).hasSize(3);
    }

    @Test
    void noFileIsRead() {
        site.file("group_vars/all.yml", "k3s_token: from a file").file("host_vars/one.yml", "k3s_version: nonsense");
        assertThat(two().build().inventory().hosts().get(0).names()).doesNotContain("k3s_token", "k3s_version");
    }

    @Test
    void whatIsWrongIsToldAtOnce() {
        assertThatThrownBy(() -> two().variable("k3s_version", "nonsense")
                        .variable("two", "ansible_host", "10.1.1.1")
                        .build())
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.message())
                                .anyMatch(message -> message.contains("k3s_version"))
                                .anyMatch(message -> message.contains("leads to 10.1.1.1:22, and so does host one")));
        assertThatThrownBy(() -> two().variable("k3s_token", Path.of("x")).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("k3s_token")
                .hasMessageContaining("which an inventory cannot hold");
    }

    @Test
    void aClusterWithoutServersIsRefused() {
        assertThatThrownBy(() -> Cluster.builder()
                        .on(site.here())
                        .agent("two", "10.1.1.2")
                        .build())
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void variablesOfTheOptionsWinAndTemplatesSeeThem() {
        ClusterOptions options = ClusterOptions.DEFAULTS
                .variables(Map.of("secret", "given", "k3s_node_labels", Map.of("a", "b")))
                .variables(Map.of("other", 1));
        Cluster cluster = two().variable("secret", "written")
                .variable("k3s_token", "{{ secret }}-{{ other }}")
                .options(options)
                .build();
        assertThat(token(cluster, "two")).isEqualTo("given-1");
    }

    @Test
    void aFileIsReadByItsPathAlone() throws Exception {
        Path file = Files.writeString(
                site.folder().resolve("hosts.yml"), "k3s_server: {hosts: {one: {ansible_host: 10.1.1.1}}}");
        dev.k3sdeploy.inventory.Inventory inventory = dev.k3sdeploy.inventory.Inventory.load(file);
        assertThat(inventory.sources()).containsExactly(file.toString());
        Cluster cluster = Cluster.from(inventory, ClusterOptions.DEFAULTS.limit("k3s_server"));
        assertThat(cluster.targets()).containsExactly(new Target("one"));
        assertThat(cluster.topology().toString()).contains("hosts");
    }

    @Test
    void optionsAreNeverChanged() {
        ClusterOptions five = ClusterOptions.DEFAULTS.forks(5);
        ClusterOptions limited = five.limit("x").checking(true);
        assertThat(ClusterOptions.DEFAULTS.forks()).isEqualTo(20);
        assertThat(five.limit()).isEmpty();
        assertThat(five.checkOnly()).isFalse();
        assertThat(limited.forks()).isEqualTo(5);
        assertThat(limited.limit()).contains("x");
        assertThatThrownBy(() -> five.forks(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWishToStopIsOneRunsAndNotTheNextOnes() {
        ClusterOptions.DEFAULTS.interruption().request();
        assertThat(ClusterOptions.DEFAULTS.interruption().requested()).isFalse();
    }

    private static String token(Cluster cluster, String host) {
        return cluster.inventory().hosts().stream()
                .filter(each -> each.name().equals(host))
                .flatMap(each -> each.variable("k3s_token").stream())
                .map(variable -> String.valueOf(variable.value()))
                .findFirst()
                .orElseThrow();
    }
}
