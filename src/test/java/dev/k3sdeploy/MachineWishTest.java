package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.machines.MachineSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that the inventory wants made: which they are, and what is wrong with the wish. */
@SuppressWarnings("NullAway.Init")
class MachineWishTest {
    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder);
    }

    @Test
    void theSimulatorIsForContainersAlone() {
        Plan plan = site.plan("""
                all: {vars: {machines: containers, k3s_simulator: when-unreachable}}
                k3s_master: {hosts: {one: {ansible_host: 172.30.50.201}}}
                """);

        assertThat(plan.release().simulator()).isTrue();
        assertThat(plan.machines()).hasValueSatisfying(wish -> {
            assertThat(wish).isInstanceOf(MachineWish.Containers.class);
            assertThat(wish.machines()).containsExactly(new MachineSpec("one", "172.30.50.201"));
        });
    }

    @Test
    void containersHaveTheSizeThatTheirHostWants() {
        Plan plan = site.plan("""
                all: {vars: {machines: containers, machines_network: 172.30.0.0/16, machines_image: "mine:1"}}
                k3s_master: {hosts: {one: {ansible_host: 172.30.50.201, machines_cpus: 1.5, machines_memory: 2g}}}
                k3s_agent: {hosts: {two: {ansible_host: 172.30.50.202}}}
                """);

        MachineSpec.Size size = new MachineSpec.Size(Optional.of("1.5"), Optional.of("2g"));
        assertThat(plan.machines())
                .contains(new MachineWish.Containers(
                        "",
                        "mine:1",
                        Optional.of("172.30.0.0/16"),
                        List.of(
                                new MachineSpec("one", "172.30.50.201", size),
                                new MachineSpec("two", "172.30.50.202"))));
    }

    @Test
    void theVagrantfileIsBesideTheInventoryUnlessItSaysOtherwise() {
        String machine = "k3s_master: {hosts: {one: {ansible_host: 192.168.50.201}}}\n";

        assertThat(site.plan("all: {vars: {machines: vagrant}}\n" + machine).machines())
                .contains(new MachineWish.VagrantVms(site.folder(), List.of(new MachineSpec("one", "192.168.50.201"))));
        assertThat(site.plan("all: {vars: {machines: vagrant, vagrant_dir: \"{{ inventory_dir }}/vms\"}}\n" + machine)
                        .machines())
                .contains(new MachineWish.VagrantVms(
                        site.folder().resolve("vms"), List.of(new MachineSpec("one", "192.168.50.201"))));
    }

    @Test
    void aBadSizeOfAContainerIsSaid() {
        assertThat(site.problems("""
                        all: {vars: {machines: containers, machines_network: 172.30.50.0}}
                        k3s_master: {hosts: {one: {ansible_host: 10.1.1.1, machines_cpus: two, machines_memory: lots}}}
                        """))
                .anySatisfy(problem -> assertThat(problem).contains("machines_network", "172.30.50.0/24"))
                .anySatisfy(problem -> assertThat(problem).contains("is «two», which is not a number of processors"))
                .anySatisfy(problem -> assertThat(problem).contains("is «lots», which is not an amount"));
    }

    @Test
    void aContainerNeedsAnAddress() {
        assertThat(site.problems("all: {vars: {machines: containers}}\nk3s_master: {hosts: {one: }}\n"))
                .singleElement()
                .asString()
                .contains("host one: ansible_host gives a machine that is to be made no IPv4 address");
    }
}
