package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.ScriptedSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs of ip(8), and the address that a node registers with. */
class NodeAddressTest {
    private static final String DUAL_STACK = """
            2: ens5    inet 10.1.2.3/20 metric 512 brd 10.1.15.255 scope global dynamic ens5\\       valid_lft 2000sec
            2: ens5    inet6 2001:db8::5/128 scope global dynamic noprefixroute \\       valid_lft 400sec
            default via 10.1.0.1 dev ens5 proto dhcp src 10.1.2.3 metric 512
            """;
    private static final String DUAL_STACK_V4 = """
            2: ens5    inet 10.1.2.3/20 scope global ens5\\       valid_lft 1sec
            default via 10.1.0.1 dev ens5
            """;
    private static final String RUNNING_NODE = Nodes.TWO_NICS + """
            4: flannel.1    inet 10.42.0.0/32 scope global flannel.1\\       valid_lft forever preferred_lft forever
            5: cni0    inet 10.42.0.1/24 brd 10.42.0.255 scope global cni0\\       valid_lft forever preferred_lft forever
            9: veth12ab    inet 10.42.0.9/32 scope global veth12ab\\       valid_lft forever preferred_lft forever
            """;

    @Test
    void theNicThatHoldsTheInventorysAddressAndNotTheFirst() {
        assertThat(choose(Nodes.server(), Nodes.TWO_NICS)).isEqualTo(new NodeAddress("eth1", "192.168.50.201"));
    }

    @Test
    void k3sOwnInterfacesOfARunningNodeAreNoCandidates() {
        assertThat(choose(Nodes.server(), RUNNING_NODE)).isEqualTo(new NodeAddress("eth1", "192.168.50.201"));
        assertThat(choose(unlisted("203.0.113.9"), DUAL_STACK_V4 + RUNNING_NODE.replace(Nodes.TWO_NICS, "")))
                .isEqualTo(new NodeAddress("ens5", "10.1.2.3"));
    }

    @Test
    void aMachineReachedByAPublicAddressThatItDoesNotHoldRegistersWithItsOnlyOwn() {
        assertThat(choose(unlisted("203.0.113.9"), DUAL_STACK_V4)).isEqualTo(new NodeAddress("ens5", "10.1.2.3"));
    }

    @Test
    void amongSeveralAddressesNoneIsGuessed() {
        String two = DUAL_STACK_V4 + "3: ens6    inet 10.9.9.9/24 scope global ens6\\       valid_lft 1sec\n";

        assertThat(problem(unlisted("203.0.113.9"), two).summary())
                .isEqualTo("Machine node-1 does not hold the inventory's address 203.0.113.9;"
                        + " it has ens5 10.1.2.3, ens6 10.9.9.9");
        assertThat(problem(unlisted("203.0.113.9"), two).hint()).contains("k3s_node_ip", "k3s_flannel_iface");
    }

    @Test
    void withoutAnAddressInTheInventoryTheDefaultRouteDecides() {
        String two = "3: ens6    inet 10.9.9.9/24 scope global ens6\\       valid_lft 1sec\n" + DUAL_STACK_V4;

        assertThat(choose(unlisted(""), two)).isEqualTo(new NodeAddress("ens5", "10.1.2.3"));
    }

    @Test
    void virtualBoxsNatIsNeverChosenNotEvenWhenItHasTheDefaultRoute() {
        String nat =
                Nodes.TWO_NICS.lines().filter(line -> !line.contains("eth1")).reduce("", (a, b) -> a + b + "\n");

        assertThat(problem(unlisted(""), nat).summary()).endsWith("it has eth0 10.0.2.15");
        assertThat(problem(unlisted(""), nat).hint()).contains("VirtualBox's NAT");
        assertThat(problem(unlisted("192.168.50.201"), nat).summary())
                .contains("does not hold the inventory's address 192.168.50.201");
        assertThat(choose(unlisted(""), Nodes.TWO_NICS)).isEqualTo(new NodeAddress("eth1", "192.168.50.201"));
    }

    /** Vagrant with libvirt: the default route leads into Vagrant's own network, whose addresses come and go. */
    @Test
    void behindNatTheNetworkOfTheDefaultRouteIsNotTheNodes() {
        String two = """
                2: eth0    inet 192.168.121.7/24 scope global eth0
                3: eth1    inet 192.168.50.201/24 scope global eth1
                default via 192.168.121.1 dev eth0
                """;

        assertThat(choose(unlisted("").behindNat(), two)).isEqualTo(new NodeAddress("eth1", "192.168.50.201"));
        assertThat(choose(unlisted("").behindNat(), Nodes.TWO_NICS))
                .isEqualTo(new NodeAddress("eth1", "192.168.50.201"));
    }

    @Test
    void behindNatTheOnlyNetworkIsTaken() {
        String one = """
                2: eth0    inet 192.168.121.7/24 scope global eth0
                default via 192.168.121.1 dev eth0
                """;

        assertThat(choose(unlisted("").behindNat(), one)).isEqualTo(new NodeAddress("eth0", "192.168.121.7"));
    }

    @Test
    void behindNatOneOfSeveralNetworksMustBeNamed() {
        String three = """
                2: eth0    inet 10.0.2.15/24 scope global eth0
                3: eth1    inet 192.168.50.201/24 scope global eth1
                4: eth2    inet 172.16.0.9/24 scope global eth2
                default via 10.0.2.2 dev eth0
                """;

        assertThat(problem(unlisted("").behindNat(), three).summary())
                .isEqualTo("Machine node-1 has several networks; it has eth0 10.0.2.15, eth1 192.168.50.201,"
                        + " eth2 172.16.0.9");
        assertThat(choose(unlisted("").behindNat().flannelIface("eth2"), three).ip())
                .isEqualTo("172.16.0.9");
    }

    @Test
    void theUsersNicWins() {
        String two = DUAL_STACK_V4 + "3: ens6    inet 10.9.9.9/24 scope global ens6\\       valid_lft 1sec\n";

        assertThat(choose(unlisted("10.1.2.3").flannelIface("ens6"), two))
                .isEqualTo(new NodeAddress("ens6", "10.9.9.9"));
    }

    @Test
    void theUsersNicMustBeThereAndNotTheNat() {
        assertThat(problem(Nodes.server().flannelIface("eth7"), Nodes.TWO_NICS).summary())
                .isEqualTo(
                        "Machine node-1 has no NIC eth7 with an address; it has eth0 10.0.2.15, eth1 192.168.50.201");
        assertThat(problem(Nodes.server().flannelIface("eth0"), Nodes.TWO_NICS).summary())
                .contains("does not hold the inventory's address");
    }

    @Test
    void theUsersAddressWinsOverTheInventorys() {
        String both = """
                3: b    inet 10.9.9.9/24 scope global b
                2: a    inet 203.0.113.9/24 scope global a
                """;

        assertThat(choose(unlisted("203.0.113.9").nodeIp("10.9.9.9"), both))
                .isEqualTo(new NodeAddress("b", "10.9.9.9"));
    }

    @Test
    void theUsersAddressMustBeHeld() {
        assertThat(problem(Nodes.server().nodeIp("10.7.7.7"), Nodes.TWO_NICS).summary())
                .startsWith("Machine node-1 does not hold k3s_node_ip 10.7.7.7; it has eth0");
    }

    @Test
    void anIpv6AddressIsFoundWithItsNic() {
        assertThat(choose(unlisted("2001:db8::5"), DUAL_STACK)).isEqualTo(new NodeAddress("ens5", "2001:db8::5"));
        assertThat(choose(unlisted("10.1.2.3"), DUAL_STACK)).isEqualTo(new NodeAddress("ens5", "10.1.2.3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:db8:0:0:0:0:0:5", "2001:0db8::0005", "2001:DB8::5"})
    void anIpv6AddressIsTheSameInAnyOfItsForms(String written) {
        assertThat(choose(unlisted(written), DUAL_STACK)).isEqualTo(new NodeAddress("ens5", "2001:db8::5"));
    }

    @Test
    void theFirstOfTwoAddressesOfANicIsNotMistakenForTheOther() {
        String both = "2: a    inet 10.1.1.1/24 scope global a\n2: a    inet 10.1.1.11/24 scope global secondary a\n";

        assertThat(choose(unlisted("10.1.1.11"), both).ip()).isEqualTo("10.1.1.11");
    }

    @Test
    void aMachineWithoutAnyAddressIsToldSo() {
        assertThat(problem(Nodes.server(), "").summary()).endsWith("it has no address");
    }

    @Test
    void dockersBridgeIsNoCandidate() {
        String docker = DUAL_STACK_V4 + "5: docker0    inet 172.17.0.1/16 scope global docker0\\  valid_lft 1sec\n";

        assertThat(choose(unlisted("203.0.113.9"), docker)).isEqualTo(new NodeAddress("ens5", "10.1.2.3"));
    }

    @Test
    void oneQuestionAsksForAll() {
        ScriptedSession host = new ScriptedSession();
        host.onMatch("^ip -o -4 addr show scope global && ip -o -6 addr.* && ip -o route show default$")
                .says(Nodes.TWO_NICS);

        NodeAddress found = TaskTrial.on(host)
                .ask(probe -> NodeAddress.of(probe, Nodes.server().spec()));

        assertThat(found).isEqualTo(new NodeAddress("eth1", "192.168.50.201"));
        assertThat(host.commands()).hasSize(1);
    }

    private static Nodes unlisted(String address) {
        return Nodes.of("node-1", Role.AGENT, address);
    }

    private static NodeAddress choose(Nodes node, String ip) {
        return NodeAddress.choose(node.spec(), NodeAddress.Nics.parse(ip));
    }

    private static K3sDeployException problem(Nodes node, String ip) {
        try {
            throw new AssertionError("chose " + choose(node, ip));
        } catch (K3sDeployException e) {
            return e;
        }
    }
}
