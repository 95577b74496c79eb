package dev.k3sdeploy.preflight;

import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.engine.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What only shows when the machines are looked at together. */
final class ClusterChecks {
    static final List<Check> ALL = List.of(
            new Check("hostname", ClusterChecks::hostname),
            new Check("machine-id", ClusterChecks::machineId),
            new Check("clock", ClusterChecks::clock),
            new Check("etcd-size", ClusterChecks::etcdSize),
            new Check("datastore", ClusterChecks::datastore),
            new Check("existing-k3s", ClusterChecks::existing),
            new Check("version", ClusterChecks::version));

    /** RFC 1123, as Kubernetes wants the names of nodes. */
    private static final String NODE_NAME = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    /** https://docs.k3s.io/datastore/ha-embedded, «Existing single-node clusters». */
    private static final K3sVersion TAKES_SQLITE_OVER = K3sVersion.parse("v1.22.2+k3s1");

    private static final long SKEWED = 30;
    private static final long TOO_SKEWED = 300;

    private ClusterChecks() {}

    private static Judgement hostname(Subject subject) {
        String name = subject.nodeName();
        if (name.isEmpty()) {
            return Judgement.unknown("the machine does not tell its name");
        }
        if (!name.matches(NODE_NAME) || name.length() > 253) {
            return Judgement.failure(
                    "its name «" + name + "» cannot be a node's: only letters, digits, - and . are allowed",
                    "`hostnamectl set-hostname …` on the machine, or node-name in its configuration");
        }
        String others = subject.othersNodeNamed(name);
        return others.isEmpty() || subject.option("with-node-id")
                ? Judgement.ok(name)
                : Judgement.failure(
                        "its name «" + name + "» is that of " + others + " too, and the cluster takes one of them",
                        "`hostnamectl set-hostname …` on the machine, or node-name in its configuration");
    }

    private static Judgement machineId(Subject subject) {
        String others = subject.othersWithFact("machine-id");
        return others.isEmpty()
                ? Judgement.ok("its own")
                : Judgement.warning(
                        "/etc/machine-id is the same on " + others + ": the machines were cloned, and may get the same "
                                + "address by DHCP",
                        "`rm /etc/machine-id; systemd-machine-id-setup`, and reboot");
    }

    /** A certificate that a machine finds not valid yet is no certificate: those of K3S begin when the server starts. */
    private static Judgement clock(Subject subject) {
        Target first = subject.cluster().firstServer().target();
        boolean itself = first.equals(subject.node().target());
        Facts server = subject.all().get(first);
        ClockOffset mine = subject.facts().clock();
        long ahead = itself || server == null ? mine.aheadOf(new ClockOffset(0, 0)) : mine.aheadOf(server.clock());
        String other = itself || server == null ? "this machine's" : first + "'s";
        if (Math.abs(ahead) <= SKEWED) {
            return Judgement.ok("within " + SKEWED + " s of " + other);
        }
        String reason = "its clock is " + duration(Math.abs(ahead)) + (ahead > 0 ? " ahead of " : " behind ") + other;
        String hint = "Set it: `timedatectl set-ntp true`, or `date -s @$(date +%s)` with another machine's time";
        return Math.abs(ahead) > TOO_SKEWED && !itself && server != null
                ? Judgement.failure(reason + ": certificates are not valid yet, or not any more", hint)
                : Judgement.warning(reason, hint);
    }

    private static String duration(long seconds) {
        return seconds < 600
                ? seconds + " s"
                : seconds < 36_000
                        ? seconds / 60 + " minutes"
                        : String.format(Locale.ROOT, "%.1f days", seconds / 86_400.0);
    }

    private static Judgement etcdSize(Subject subject) {
        int servers = subject.cluster().servers().size();
        if (!subject.cluster().hasEtcd() || servers % 2 == 1) {
            return Judgement.ok(servers == 1 ? "one server" : servers + " servers");
        }
        return subject.server()
                ? Judgement.warning(
                        servers + " servers bear the loss of " + (servers / 2 - 1) + ", as " + (servers - 1) + " do",
                        "Take an odd number of servers: 3 bear the loss of one, 5 of two")
                : Judgement.ok(servers + " servers");
    }

    /**
     * An older K3S starts an empty etcd beside the SQLite that holds the cluster: all objects are gone for those who ask
     * it. Seen with v1.21.2.
     */
    private static Judgement datastore(Subject subject) {
        String found = subject.facts().text("datastore");
        boolean toEtcd = subject.cluster().hasEtcd() || subject.option("cluster-init");
        if (!found.equals("sqlite") || !subject.server() || !toEtcd) {
            return Judgement.ok(found.isEmpty() ? "none here yet" : found);
        }
        Optional<K3sVersion> runs =
                subject.wanted().or(() -> K3sVersion.find(subject.facts().text("k3s")));
        return runs.filter(version -> version.compareTo(TAKES_SQLITE_OVER) >= 0).isPresent()
                ? Judgement.ok("SQLite, which K3S takes over into etcd")
                : Judgement.failure(
                        "the cluster is in SQLite here, and K3S "
                                + runs.map(K3sVersion::toString).orElse("of an unknown version")
                                + " does not take that over into etcd: it would start empty",
                        "First bring this server alone to " + TAKES_SQLITE_OVER
                                + " or newer, one minor version after the other; then add the others");
    }

    private static Judgement existing(Subject subject) {
        for (String[] unit : subject.facts().words("unit")) {
            boolean running = unit.length > 2 && (unit[2].equals("active") || unit[2].equals("activating"));
            if (running && unit[0].equals(subject.server() ? "k3s-agent" : "k3s")) {
                return Judgement.failure(
                        unit[0] + " runs here, so the machine is "
                                + (subject.server() ? "an agent" : "a server") + " already, and the inventory says "
                                + subject.node().role().command(),
                        "Take K3S away first, data included: `k3sdeploy down -l "
                                + subject.node().target() + "`");
            }
            if (unit.length > 1 && unit[1].equals("theirs")) {
                return Judgement.warning(
                        "K3S is here already, installed by another tool (" + unit[0] + ".service): it is taken over",
                        "Its flags are not kept: what it needs belongs in the inventory; see --check --diff");
            }
        }
        return Judgement.ok(subject.facts().has("unit") ? "K3S is here, by k3sdeploy" : "no K3S yet");
    }

    /** Kubernetes supports no way back, and servers take one minor version after the other; agents follow. */
    private static Judgement version(Subject subject) {
        Optional<K3sVersion> server = subject.server() ? Optional.empty() : subject.untouchedServer();
        if (server.isPresent()
                && subject.wanted().filter(to -> newerMinor(to, server.get())).isPresent()) {
            return Judgement.failure(
                    "server " + subject.cluster().firstServer().target() + " runs K3S " + server.get()
                            + " and is left out by the limit: an agent with "
                            + subject.wanted().get()
                            + " would be newer than its server",
                    "Run `up` without --limit, so that the servers go first; or ask for " + server.get());
        }
        Optional<K3sVersion> installed = K3sVersion.find(subject.facts().text("k3s"));
        if (installed.isEmpty() || subject.wanted().isEmpty()) {
            return Judgement.ok(installed.map(K3sVersion::toString).orElse("no K3S yet"));
        }
        K3sVersion from = installed.get();
        K3sVersion to = subject.wanted().get();
        if (to.compareTo(from) < 0) {
            return Judgement.failure(
                    "K3S " + from + " is here, and " + to + " is older: there is no way back",
                    "Ask for " + from
                            + " or newer (k3s_version, k3s_channel); or `k3sdeploy down` first, data included");
        }
        if (subject.server() && (to.major() != from.major() || to.minor() > from.minor() + 1)) {
            return Judgement.failure(
                    "K3S " + from + " is here, and " + to + " skips minor versions, which a server must not",
                    "First k3s_channel: v" + from.major() + "." + (from.minor() + 1) + ", and so on");
        }
        return Judgement.ok(to.equals(from) ? from.toString() : from + ", to be " + to);
    }

    private static boolean newerMinor(K3sVersion one, K3sVersion other) {
        return one.major() > other.major() || (one.major() == other.major() && one.minor() > other.minor());
    }
}
