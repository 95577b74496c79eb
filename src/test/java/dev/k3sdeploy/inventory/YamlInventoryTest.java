package dev.k3sdeploy.inventory;

import static dev.k3sdeploy.inventory.Inventories.host;
import static dev.k3sdeploy.inventory.Inventories.names;
import static dev.k3sdeploy.inventory.Inventories.problems;
import static dev.k3sdeploy.inventory.Inventories.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlInventoryTest {
    @TempDir
    private Path folder;

    private Inventories files;

    @BeforeEach
    void folder() {
        files = new Inventories(folder);
    }

    @Test
    void theCoursesInventoryLoads() {
        Path repository = Path.of("").toAbsolutePath();
        Inventory inventory = Inventory.load(
                List.of("inventory/vagrantbox.yml"), List.of(), InventoryOptions.in(repository, repository));
        assertThat(names(inventory.group("k3s_master"))).containsExactly("vagrantbox-1");
        assertThat(names(inventory.group("k3s_agent"))).containsExactly("vagrantbox-2", "vagrantbox-3", "vagrantbox-4");
        assertThat(value(inventory, "vagrantbox-3", "ansible_host")).isEqualTo("192.168.50.203");
        assertThat(value(inventory, "vagrantbox-3", "vagrant_dir")).isEqualTo(repository + "/inventory/..");
    }

    @Test
    void theCoursesFolderLoadsWithTheKeysOfVagrantsMachines() {
        Path repository = Path.of("").toAbsolutePath();
        Inventory inventory = Inventory.load(
                List.of("inventory/vagrantbox"),
                List.of("vagrant_provider=libvirt"),
                InventoryOptions.in(repository, repository));

        assertThat(names(inventory.group("k3s_agent"))).containsExactly("vagrantbox-2", "vagrantbox-3", "vagrantbox-4");
        assertThat(value(inventory, "vagrantbox-3", "ansible_private_key_file"))
                .isEqualTo(
                        repository + "/inventory/vagrantbox/../../.vagrant/machines/vagrantbox-3/libvirt/private_key");
    }

    @Test
    void aValueKnowsItsPlace() {
        files.with("hosts.yml", "all:", "  hosts:", "    web:", "      port: 80", "  vars:", "    user: me");
        Host web = host(files.load("hosts.yml"), "web");
        assertThat(web.variable("port")).contains(new Variable("port", 80, new Location("hosts.yml", 4, 7)));
        assertThat(web.variable("user")).contains(new Variable("user", "me", new Location("hosts.yml", 6, 5)));
        assertThat(web.variable("nothing")).isEmpty();
    }

    @Test
    void childrenAreStrongerThanTheirParentsAndHostsThanGroups() {
        files.with(
                "hosts.yml",
                "all:",
                "  vars: {a: all, b: all, c: all}",
                "  children:",
                "    outer:",
                "      vars: {b: outer, c: outer}",
                "      children:",
                "        inner:",
                "          vars: {c: inner}",
                "          hosts: {one: {d: host}, two: {}}");
        Inventory inventory = files.load("hosts.yml");
        assertThat(List.of("a", "b", "c", "d"))
                .map(name -> value(inventory, "one", name))
                .containsExactly("all", "outer", "inner", "host");
        assertThat(value(inventory, "two", "d")).isEqualTo("(not set)");
        assertThat(names(inventory.group("outer"))).containsExactly("one", "two");
        assertThat(host(inventory, "one").groups()).containsExactly("inner", "outer");
    }

    @Test
    void filesBesideTheInventoryAreStrongerThanWhatStandsInIt() {
        files.with("inv/hosts.yml", "web:", "  vars: {a: group, b: group}", "  hosts: {one: {c: host, d: host}}")
                .with("inv/group_vars/all/first.yml", "a: all-file")
                .with("inv/group_vars/all/second.yml.dist", "a: never")
                .with("inv/group_vars/web", "b: web-file")
                .with("inv/host_vars/one.yaml", "c: host-file");
        Inventory inventory = files.load("inv/hosts.yml", "d=extra");
        assertThat(List.of("a", "b", "c", "d"))
                .map(name -> value(inventory, "one", name))
                .containsExactly("all-file", "web-file", "host-file", "extra");
    }

    @Test
    void scalarsHaveTheTypesOfYaml11() {
        files.with(
                "hosts.yml",
                "all: {hosts: {h: {a: 0644, b: yes, c: 12:30, d: '0644', e: 1_000, f: 0x1F, g: ~, h: 1e3, i: 1.5, j: No,",
                "  k: 2001-12-14, l: 08, m: 12345678901, n: 123456789012345678901, o: [1, 'two'], p: {q: off}}}}");
        Inventory inventory = files.load("hosts.yml");
        Host host = host(inventory, "h");
        assertThat(List.of("a", "b", "c", "d", "e", "f", "h", "i", "j", "k", "l", "m"))
                .map(name -> value(inventory, "h", name))
                .containsExactly(420, true, 750, "0644", 1000, 31, "1e3", 1.5, false, "2001-12-14", "08", 12345678901L);
        assertThat(host.variable("g").orElseThrow().value()).isNull();
        assertThat(value(inventory, "h", "n")).hasToString("123456789012345678901");
        assertThat(value(inventory, "h", "o")).isEqualTo(List.of(1, "two"));
        assertThat(value(inventory, "h", "p")).isEqualTo(Map.of("q", false));
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirPlaces() {
        files.with("inv/hosts.yml", "all:", "  hosts:", "    - one", "web:", "  hosts:", "    12: {}", "    'n[1:': {}")
                .with("inv/group_vars/web.yml", "a: 1", "a: 2", "b: !!python/object:os.system x")
                .with("inv/group_vars/all.yml", "key: value", "\tother: value");
        assertThat(problems(() -> files.load("inv/hosts.yml", "novalue")))
                .hasSize(7)
                .anyMatch(problem -> problem.startsWith("inv/hosts.yml:3:5: «hosts» must be a mapping, not a list"))
                .anyMatch(problem -> problem.startsWith("inv/hosts.yml:6:5: a host's name must be text, not «12»"))
                .anyMatch(problem -> problem.startsWith("inv/hosts.yml:7:5: the range in «n[1:» cannot be read"))
                .anyMatch(problem -> problem.startsWith("inv/group_vars/all.yml:2:1: a tab cannot indent YAML"))
                .anyMatch(problem ->
                        problem.startsWith("inv/group_vars/web.yml:3:4: the tag «!!python/object:os.system»"))
                .anyMatch(problem -> problem.startsWith("-e: «novalue» is no variable"));
    }

    @Test
    void aDuplicateKeyIsRefused() {
        files.with("hosts.yml", "all:", "  hosts:", "    one: {}", "    one: {}");
        assertThat(problems(() -> files.load("hosts.yml")))
                .containsExactly("hosts.yml:4:5: the key «one» is there twice"
                        + " (first at line 3; Ansible takes the last one silently: keep one)");
    }

    @Test
    void anUndefinedVariableIsNamedWithItsPlace() {
        files.with("hosts.yml", "all:", "  hosts:", "    one:", "      url: 'https://{{ nowhere }}:6443'");
        Host one = host(files.load("hosts.yml"), "one");
        assertThat(problems(() -> one.variable("url")))
                .singleElement()
                .asString()
                .startsWith("hosts.yml:4:7: host one, variable url: the variable «nowhere» is not defined");
    }

    @Test
    void theOlderConnectionNamesWinAndFillIn() {
        files.with("hosts.yml", "all: {hosts: {one: {ansible_ssh_host: old, ansible_host: new, ansible_user: me}}}");
        Inventory inventory = files.load("hosts.yml");
        assertThat(value(inventory, "one", "ansible_host")).isEqualTo("old");
        assertThat(value(inventory, "one", "ansible_ssh_user")).isEqualTo("me");
    }
}
