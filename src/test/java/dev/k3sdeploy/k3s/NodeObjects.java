package dev.k3sdeploy.k3s;

/** Nodes and pods as the API tells of them. */
final class NodeObjects {
    private NodeObjects() {}

    static String list(String... items) {
        return "{\"items\":[" + String.join(",", items) + "]}";
    }

    static String pod(String name, String owner, String phase) {
        return """
                {"metadata":{"name":"%s","ownerReferences":[{"kind":"%s"}]},"status":{"phase":"%s"}}""".formatted(name, owner, phase);
    }

    static String agent(String name, boolean ready, boolean cordoned) {
        return node(name, 201, ready ? "True" : "Unknown", "", "", "v1.33.5+k3s1", cordoned);
    }

    static String etcd(String name, int address, boolean ready) {
        return node(
                name,
                address,
                ready ? "True" : "Unknown",
                "\"node-role.kubernetes.io/etcd\":\"true\"",
                "",
                "v1.33.5+k3s1",
                false);
    }

    static String member(String name, String ready, String annotations, String version) {
        return node(name, 201, ready, "\"node-role.kubernetes.io/etcd\":\"true\"", annotations, version, true);
    }

    private static String node(
            String name,
            int address,
            String ready,
            String labels,
            String annotations,
            String version,
            boolean cordoned) {
        return """
                {"metadata":{"name":"%s","labels":{%s},"annotations":{%s}},"spec":{"unschedulable":%s},
                "status":{"addresses":[{"type":"InternalIP","address":"192.168.50.%d"}],
                "nodeInfo":{"kubeletVersion":"%s"},
                "conditions":[{"type":"Ready","status":"%s","lastTransitionTime":"2026-11-22T09:00:00Z"}]}}""".formatted(name, labels, annotations, cordoned, address, version, ready);
    }
}
