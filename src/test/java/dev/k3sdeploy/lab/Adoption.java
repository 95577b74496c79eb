package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

/** A server and an agent that another tool has made K3S nodes of, and how k3sdeploy finds them in its inventory. */
record Adoption(LabHosts lab, ControlSide control, LabInventory inventory) {
    /** By one {@code up}: the same nodes of the same cluster, run by k3sdeploy's units; the next one changes nothing. */
    void isTakenOver() {
        lab.server()
                .sh(
                        "timeout 120 sh -c 'until [ $(k3s kubectl get nodes --no-headers | grep -c \" Ready \") = 2 ]; do sleep 1; done'");
        String nodes = identities();
        String secret = lab.server().sh("cat /var/lib/rancher/k3s/server/token");

        JsonRun up = control.json(inventory, "up");

        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.toString()).contains("installed by another tool");
        assertThat(identities()).isEqualTo(nodes);
        assertThat(lab.server().sh("cat /var/lib/rancher/k3s/server/token")).isEqualTo(secret);
        for (LabHost host : lab.all()) {
            assertThat(host.sh("grep -l 'Written by k3sdeploy' /etc/systemd/system/k3s*.service"))
                    .isNotEmpty();
        }
        assertThat(control.json(inventory, "up").tasks("changed")).isEmpty();
    }

    /** The names of the nodes with the identity that the cluster gave each when it joined. */
    private String identities() {
        return lab.server()
                .sh(
                        "k3s kubectl get --raw /api/v1/nodes | python3 -c 'import json, sys; print(sorted((node[\"metadata\"][\"name\"],"
                                + " node[\"metadata\"][\"uid\"]) for node in json.load(sys.stdin)[\"items\"]))'");
    }
}
