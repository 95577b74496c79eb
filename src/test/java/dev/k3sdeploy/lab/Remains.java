package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * What K3S and k3sdeploy may leave on a machine, looked for in another way than the product does it. The whole of a
 * machine is compared in {@link LifecycleContract}; this is for the end of all other scenarios, whose tests ask kubectl on
 * the machines, which keeps a cache in root's home.
 */
final class Remains {
    private static final String SEARCH = """
            find / -xdev \\( -path /proc -o -path /sys -o -path /usr/lib -o -path /root/.kube \\) -prune -o \\
                \\( -name '*k3s*' -o -path '/etc/rancher/*' -o -path '/var/lib/cni*' -o -name flannel \\) -print \\
                | grep -vxF /etc/sysctl.d/90-k3sdeploy.conf | grep -v -e '^/usr/local/lib/k3sdeploy-lab' -e '^/tmp/lab'
            find /var/lib/rancher /var/lib/kubelet /run/k3s /run/k3sdeploy /run/flannel -mindepth 1 2>/dev/null
            ps axww -o args= | grep -E '^([^ ]*python3? )?/usr/local/bin/k3s|^[^ ]*containerd-shim'
            grep -e kubelet/ -e /run/k3s -e netns/cni /proc/mounts
            ip -o link | grep -e cni0 -e flannel -e kube-
            ip netns list | grep cni-
            iptables-save | grep -iE '^-A.*(KUBE-|CNI-|flannel)'
            ip6tables-save | grep -iE '^-A.*(KUBE-|CNI-|flannel)'
            systemctl list-units --all --no-legend 'k3s*' 2>/dev/null
            true
            """;

    private Remains() {}

    /** After `down`, on each of the machines. */
    static void none(List<LabHost> hosts) {
        assertThat(hosts).allSatisfy(host -> assertThat(host.sh(SEARCH)).isEmpty());
    }
}
