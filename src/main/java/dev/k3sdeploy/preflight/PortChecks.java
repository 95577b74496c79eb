package dev.k3sdeploy.preflight;

import dev.k3sdeploy.problem.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Nothing but K3S listens where K3S is to listen. Ports are those of https://docs.k3s.io/installation/requirements. */
final class PortChecks {
    static final List<Check> ALL = List.of(new Check("ports", PortChecks::ports));

    private static final Set<String> TRAEFIK = Set.of("80", "443");
    private static final Set<String> ETCD = Set.of("2379", "2380");

    private PortChecks() {}

    private static Judgement ports(Subject subject) {
        List<Listener> others = subject.facts().words("listens").stream()
                .filter(words -> words.length >= 4)
                .map(Listener::of)
                .filter(listener -> !listener.ours())
                .toList();
        List<String> needed = new ArrayList<>();
        List<String> traefiks = new ArrayList<>();
        for (Listener listener : others) {
            if (needed(listener, subject)) {
                needed.add(listener.toString());
            } else if (TRAEFIK.contains(listener.port())
                    && listener.protocol().equals("tcp")
                    && !listener.loopback()
                    && traefik(subject)) {
                traefiks.add(listener.toString());
            }
        }
        if (!needed.isEmpty()) {
            return Judgement.failure(
                    Message.of("check.ports.taken", String.join(", ", needed)), Message.of("check.ports.taken.next"));
        }
        return traefiks.isEmpty()
                ? Judgement.ok(Message.of("check.ports"))
                : Judgement.warning(
                        Message.of("check.ports.traefik", String.join(", ", traefiks)),
                        Message.of("check.ports.traefik.next"));
    }

    private static boolean needed(Listener listener, Subject subject) {
        if (listener.protocol().equals("udp")) {
            return listener.port().equals("8472") && subject.vxlan();
        }
        String api = String.valueOf(subject.node().options().get("https-listen-port").stream()
                .findFirst()
                .orElse("6443"));
        boolean servers = listener.port().equals(api)
                || (ETCD.contains(listener.port()) && subject.cluster().hasEtcd());
        return listener.port().equals("10250") || (subject.server() && servers);
    }

    /** Its service is of type LoadBalancer: ServiceLB gives it the ports of every node. */
    private static boolean traefik(Subject subject) {
        List<Object> disabled = subject.cluster().firstServer().options().get("disable");
        return disabled.stream().noneMatch(value -> {
            List<String> names = List.of(value.toString().split(","));
            return names.contains("traefik") || names.contains("servicelb");
        });
    }

    private record Listener(String protocol, String address, String process, String pid, String cgroup) {
        static Listener of(String[] words) {
            return new Listener(words[0], words[1], words[2], words[3], words.length > 4 ? words[4] : "");
        }

        String port() {
            return address.replaceFirst(".*:", "");
        }

        boolean loopback() {
            return address.startsWith("127.") || address.startsWith("[::1]");
        }

        /** Of K3S itself or of a pod. */
        boolean ours() {
            return process.startsWith("k3s")
                    || process.startsWith("containerd")
                    || cgroup.contains("/k3s")
                    || cgroup.contains("kubepods");
        }

        @Override
        public String toString() {
            return port() + "/" + protocol + " (" + process + ", pid " + pid + ")";
        }
    }
}
