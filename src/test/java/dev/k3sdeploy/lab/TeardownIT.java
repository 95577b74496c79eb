package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What K3S may leave on a machine in whatever way it went: each kind, planted alone, is found and removed. */
class TeardownIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            a container => d=/var/lib/rancher/k3s/data/x/bin; mkdir -p $d; cp /bin/sleep $d/containerd-shim; setsid $d/containerd-shim 999 >/dev/null 2>&1 & sleep 0.2 => ! pgrep containerd-shim
            K3S itself => cp /bin/sleep /usr/local/bin/k3s; setsid /usr/local/bin/k3s 999 >/dev/null 2>&1 & sleep 0.2 => ! pgrep -x k3s
            a pod's volume => d=/var/lib/kubelet/pods/p/v; mkdir -p $d; mount -t tmpfs tmpfs $d => ! grep kubelet/pods /proc/mounts
            a volume with a blank => d='/var/lib/kubelet/pods/p/a b'; mkdir -p "$d"; mount -t tmpfs tmpfs "$d" => ! grep kubelet/pods /proc/mounts
            a volume mounted twice => d=/var/lib/kubelet/pods/p/v; mkdir -p $d; mount -t tmpfs tmpfs $d; mount -t tmpfs tmpfs $d => ! grep kubelet/pods /proc/mounts
            a plugin's mount => d=/var/lib/kubelet/plugins/csi/m; mkdir -p $d; mount -t tmpfs tmpfs $d => ! grep kubelet/plugins /proc/mounts
            a sandbox's mount => d=/run/k3s/containerd/s/shm; mkdir -p $d; mount -t tmpfs tmpfs $d => ! grep /run/k3s /proc/mounts
            a network namespace => ip netns add cni-0123 => ! ip netns list | grep cni-
            the bridge => ip link add cni0 type bridge; ip link add veth1 type veth peer name veth2; ip link set veth1 master cni0 => ! ip -o link | grep -e cni0 -e veth1
            flannel's interface => ip link add flannel.1 type bridge => ! ip link show flannel.1
            wireguard's interface => ip link add flannel-wg type bridge => ! ip link show flannel-wg
            IPv4 rules => iptables -t nat -N KUBE-SVC; iptables -t nat -A KUBE-SVC -j ACCEPT; iptables -N FLANNEL-FWD => ! iptables-save | grep -e KUBE -e FLANNEL
            IPv6 rules => ip6tables -N CNI-FORWARD; ip6tables -A CNI-FORWARD -j ACCEPT => ! ip6tables-save | grep CNI
            the server's unit => printf '[Service]\\nExecStart=/bin/sleep 999\\n' >/etc/systemd/system/k3s.service; systemctl start k3s => ! systemctl is-active k3s && ! ls /etc/systemd/system/k3s*
            the agent's environment => echo K3S_TOKEN=x >/etc/systemd/system/k3s-agent.service.env => ! ls /etc/systemd/system/k3s*
            configuration => mkdir -p /etc/rancher/k3s/config.yaml.d; echo x >/etc/rancher/k3s/registries.yaml => ! ls /etc/rancher
            the node's password => mkdir -p /etc/rancher/node; echo x >/etc/rancher/node/password => ! ls /etc/rancher
            the data folder => mkdir -p /var/lib/rancher/k3s/server/db; echo x >/var/lib/rancher/k3s/server/db/state.db => ! ls /var/lib/rancher/k3s
            kubelet's folder => mkdir -p /var/lib/kubelet/pki => [ -z "$(ls -A /var/lib/kubelet)" ]
            CNI's state => mkdir -p /var/lib/cni/networks => ! ls /var/lib/cni
            runtime folders => mkdir -p /run/flannel /run/k3s; touch /run/flannel/subnet.env => ! ls /run/flannel && ! ls /run/k3s
            pods' logs => mkdir -p /var/log/pods/p /var/log/containers => ! ls /var/log/pods && ! ls /var/log/containers
            scripts and links => touch /usr/local/bin/k3s-killall.sh /usr/local/bin/k3s-agent-uninstall.sh; ln -s k3s /usr/local/bin/crictl => [ -z "$(ls -A /usr/local/bin)" ]
            """)
    void isFoundAndRemoved(String what, String plant, String gone) {
        LabHost host = LAB.server();
        host.sh(plant);
        assertThat(host.holds(gone)).as("%s is planted", what).isFalse();

        JsonRun down = LAB.control().json(LAB.inventory(), "down", "--yes");

        assertThat(down.exitCode()).as("%s", down).isZero();
        assertThat(down.tasks("changed")).as("%s is seen", what).containsExactly("server: Remove K3S");
        assertThat(host.holds(gone)).as("%s is gone", what).isTrue();
        assertThat(LAB.control().json(LAB.inventory(), "down", "--yes").count("changed"))
                .isZero();
    }
}
