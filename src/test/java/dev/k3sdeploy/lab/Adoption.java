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

    /** Its data are in another folder, beside which k3sdeploy would start an empty cluster. */
    void isTakenOverOnceItsDataAreMovedFrom(String folder) {
        lab.server().sh("timeout 120 sh -c 'until k3s kubectl get nodes 2>&1 | grep -q \" Ready \"; do sleep 1; done'");
        String nodes = identities();

        JsonRun up = control.json(inventory, "up");

        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.problems()).contains("with its data in " + folder, "docs/preflight.md");
        assertThat(up.tasks("changed")).isEmpty();

        // As docs/preflight.md says, but for the restart of the machine: what that ends is killed.
        lab.server().sh("""
                old=%s; new=/var/lib/rancher/k3s
                systemctl stop k3s; pkill -9 -f "^$old/data/[^/]*/bin/containerd-shim"
                rm -rf $new/data; mv -T $old $new && ln -s $new $old
                """.formatted(folder));
        JsonRun moved = control.json(inventory, "up");
        assertThat(moved.exitCode()).as("%s", moved).isZero();
        assertThat(identities()).contains(nodes.replaceAll("^\\[|\\]$", ""));
        assertThat(control.json(inventory, "up").tasks("changed")).isEmpty();
        lab.server().sh("rm " + folder); // the link
    }

    /** The names of the nodes with the identity that the cluster gave each when it joined. */
    private String identities() {
        return lab.server()
                .sh(
                        "k3s kubectl get --raw /api/v1/nodes | python3 -c 'import json, sys; print(sorted((node[\"metadata\"][\"name\"],"
                                + " node[\"metadata\"][\"uid\"]) for node in json.load(sys.stdin)[\"items\"]))'");
    }
}
