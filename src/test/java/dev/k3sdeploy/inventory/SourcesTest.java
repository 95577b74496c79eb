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

class SourcesTest {
    @TempDir
    private Path folder;

    private Inventories files;

    @BeforeEach
    void folder() {
        files = new Inventories(folder);
    }

    @Test
    void theDirectoryOfTheCourseLoads() {
        files.with(
                        "inv/hosts",
                        "[all]",
                        "vagrantbox-1 ansible_ssh_host=192.168.50.201",
                        "vagrantbox-2 ansible_ssh_host=192.168.50.202",
                        "vagrantbox-3 ansible_ssh_host=192.168.50.203",
                        "",
                        "[k3s_master]",
                        "vagrantbox-1",
                        "[nfs_server]",
                        "vagrantbox-1",
                        "[k3s_agent]",
                        "vagrantbox-[2:3]")
                .with("inv/group_vars/all/ansible.yml", "ansible_connection: ssh", "ansible_user: vagrant")
                .with("inv/group_vars/k3s_agent/k3s.yml", "k3s_url: 'https://vagrantbox-1:6443'")
                .with("inv/group_vars/k3s_master/nfs-server.yml", "nfs_host: 192.168.50.0/24")
                .with("inv/group_vars/k3s_master/k3s-oidc.yml.dist", "k3s_master_extra_opts: [no]");
        Inventory inventory = files.load("inv");
        assertThat(Roles.of(inventory).servers()).map(Host::name).containsExactly("vagrantbox-1");
        assertThat(Roles.of(inventory).agents()).map(Host::name).containsExactly("vagrantbox-2", "vagrantbox-3");
        assertThat(value(inventory, "vagrantbox-2", "ansible_host")).isEqualTo("192.168.50.202");
        assertThat(value(inventory, "vagrantbox-2", "k3s_url")).isEqualTo("https://vagrantbox-1:6443");
        assertThat(value(inventory, "vagrantbox-1", "nfs_host")).isEqualTo("192.168.50.0/24");
        assertThat(value(inventory, "vagrantbox-1", "k3s_master_extra_opts")).isEqualTo("(not set)");
    }

    @Test
    void iniValuesArePythonLiterals() {
        files.with(
                "hosts",
                "h a=1 b='two words' c=yes d=\"['x', 1]\" e=True f=0644 g=a\\ b # comment",
                "[all:vars]",
                "i=5 # five");
        Inventory inventory = files.load("hosts");
        assertThat(List.of("a", "b", "c", "d", "e", "f", "g", "i"))
                .map(name -> value(inventory, "h", name))
                .containsExactly(1, "two words", "yes", List.of("x", 1), true, "0644", "a b", 5);
    }

    @Test
    void aListOfHostsNeedsNoFile() {
        Inventory inventory = files.load("192.168.50.201,192.168.50.202:2222,");
        assertThat(names(inventory.group("ungrouped"))).containsExactly("192.168.50.201", "192.168.50.202");
        assertThat(value(inventory, "192.168.50.202", "ansible_port")).isEqualTo(2222);
    }

    @Test
    void aScriptIsAskedForItsInventory() {
        files.with(
                "inv.sh",
                "#!/bin/sh",
                "echo '{\"web\": {\"hosts\": [\"a\"], \"vars\": {\"x\": 1}}, \"b\": [\"b\"],",
                " \"_meta\": {\"hostvars\": {\"a\": {\"y\": \"{{ x }}\"}}}}'");
        assertThat(folder.resolve("inv.sh").toFile().setExecutable(true)).isTrue();
        Inventory inventory = files.load("inv.sh");
        assertThat(names(inventory.group("web"))).containsExactly("a");
        assertThat(value(inventory, "a", "y")).isEqualTo(1);
    }

    @Test
    void aFailingScriptIsAProblem() {
        files.with("inv.sh", "#!/bin/sh", "echo boom >&2; exit 3");
        assertThat(folder.resolve("inv.sh").toFile().setExecutable(true)).isTrue();
        assertThat(problems(() -> files.load("inv.sh")))
                .containsExactly("inv.sh --list: exit status 3: boom (run it by hand)");
    }

    @Test
    void laterSourcesWin() {
        files.with("a/one.yml", "all: {hosts: {h: {x: 1, y: 1}}}").with("b/two.ini", "h x=2");
        Inventory inventory = Inventory.load(List.of("a/one.yml", "b/two.ini"), List.of(), files.options());
        assertThat(value(inventory, "h", "x")).isEqualTo(2);
        assertThat(value(inventory, "h", "inventory_file")).isEqualTo(folder + "/a/one.yml");
    }

    @Test
    void iniProblemsAreToldAllAtOnce() {
        files.with(
                "hosts",
                "h x",
                "[g:vras]",
                "[g:children]",
                "missing",
                "[other:vars]",
                "a=1",
                "h 'open",
                "[a b]",
                "n[1:] x=1");
        assertThat(problems(() -> files.load("hosts")))
                .anyMatch(problem -> problem.startsWith("hosts:1:3: name=value is expected, not «x» in «h x»"))
                .anyMatch(problem -> problem.startsWith("hosts:2:1: a section of an unknown kind, «vras»"))
                .anyMatch(problem -> problem.startsWith("hosts:4:1: [g:children] names the group «missing»"))
                .anyMatch(problem -> problem.startsWith("hosts:5:1: [other:vars] sets variables of a group"))
                .anyMatch(problem -> problem.startsWith("hosts:8:1: this is no section"));
    }

    @Test
    void limitsSelectByNameGlobRegexAndPosition() {
        files.with("hosts", "[web]", "web[1:4]", "[db]", "db1", "web1", "[limit]")
                .with("only", "db1", "", "web2");
        Inventory inventory = files.load("hosts");
        Map<String, List<String>> expected = Map.of(
                "web1", List.of("web1"),
                "web:!web2", List.of("web1", "web3", "web4"),
                "web:&db", List.of("web1"),
                "web[0]", List.of("web1"),
                "web[1:2]", List.of("web2", "web3"),
                "web[-1]", List.of("web4"),
                "d*", List.of("web1", "db1"),
                "~web[34]", List.of("web3", "web4"),
                "@only", List.of("web2", "db1"),
                "all:!db", List.of("web2", "web3", "web4"));
        expected.forEach((pattern, hosts) ->
                assertThat(names(inventory.limit(pattern).hosts())).as(pattern).containsExactlyElementsOf(hosts));
    }

    @Test
    void aLimitThatMatchesNothingIsRefusedWithTheNearestName() {
        files.with("hosts", "vagrantbox-1");
        Inventory inventory = files.load("hosts");
        assertThat(problems(() -> inventory.limit("vagrantbox1")))
                .containsExactly(
                        "-l vagrantbox1: «vagrantbox1» matches no host and no group (did you mean «vagrantbox-1»?)");
        assertThat(problems(() -> inventory.limit("all:!all")))
                .singleElement()
                .asString()
                .contains("no host is left");
    }

    @Test
    void groupsOfThePeersAreRoles() {
        files.with(
                "hosts.yml",
                "k3s_cluster: {children: {server: {hosts: {a: }}, agent: {hosts: {b: {k3s_role: server}, c: }}}}");
        Roles roles = Roles.of(files.load("hosts.yml"));
        assertThat(names(roles.servers())).containsExactly("a", "b");
        assertThat(names(roles.agents())).containsExactly("c");
        assertThat(names(Roles.of(files.load("hosts.yml", "k3s_server_group=agent", "k3s_agent_group=server"))
                        .agents()))
                .containsExactly("a");
    }

    @Test
    void anInventoryWithoutServersIsRefused() {
        files.with("hosts", "[web]", "a");
        assertThat(problems(() -> Roles.of(files.load("hosts"))))
                .singleElement()
                .asString()
                .startsWith("inventory: no host is a server of the cluster; the groups are all, ungrouped, web");
    }

    @Test
    void readersSayWhatTheyExpected() {
        files.with(
                "hosts.yml",
                "all: {hosts: {h: {version: 1.30, port: abc, on: 'maybe', list: {a: 1}, ok: 'YES', n: '22', l: [1, a]}}}");
        VariableReader reader = new VariableReader(host(files.load("hosts.yml"), "h"));
        assertThat(reader.string("version")).isEmpty();
        assertThat(reader.integer("port")).isEmpty();
        assertThat(reader.bool("on")).isEmpty();
        assertThat(reader.strings("list")).isEmpty();
        assertThat(reader.bool("ok")).contains(true);
        assertThat(reader.integer("n")).contains(22);
        assertThat(reader.strings("l")).contains(List.of("1", "a"));
        assertThat(reader.problems())
                .extracting(problem -> problem.message())
                .containsExactly(
                        "host h: version must be text, not «1.3»",
                        "host h: port must be a whole number, not «abc»",
                        "host h: list must be a list of texts, not a mapping");
    }
}
