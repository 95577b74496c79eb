package dev.k3sdeploy.preflight;

import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.Message;
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
            return Judgement.unknown(Message.of("check.hostname.unknown"));
        }
        if (!name.matches(NODE_NAME) || name.length() > 253) {
            return Judgement.failure(Message.of("check.hostname.bad", name), Message.of("check.hostname.next"));
        }
        String others = subject.othersNodeNamed(name);
        return others.isEmpty() || subject.option("with-node-id")
                ? Judgement.ok(name)
                : Judgement.failure(
                        Message.of("check.hostname.shared", name, others), Message.of("check.hostname.next"));
    }

    private static Judgement machineId(Subject subject) {
        String others = subject.othersWithFact("machine-id");
        return others.isEmpty()
                ? Judgement.ok(Message.of("check.machine-id"))
                : Judgement.warning(
                        Message.of("check.machine-id.shared", others), Message.of("check.machine-id.shared.next"));
    }

    /** A certificate that a machine finds not valid yet is no certificate: those of K3S begin when the server starts. */
    private static Judgement clock(Subject subject) {
        Target first = subject.cluster().firstServer().target();
        boolean itself = first.equals(subject.node().target());
        Facts server = subject.all().get(first);
        ClockOffset mine = subject.facts().clock();
        long ahead = itself || server == null ? mine.aheadOf(new ClockOffset(0, 0)) : mine.aheadOf(server.clock());
        Message other =
                itself || server == null ? Message.of("check.clock.this-machine") : Message.of("check.clock.of", first);
        if (Math.abs(ahead) <= SKEWED) {
            return Judgement.ok(Message.of("check.clock", SKEWED, other));
        }
        Message by = duration(Math.abs(ahead));
        Message reason =
                ahead > 0 ? Message.of("check.clock.ahead", by, other) : Message.of("check.clock.behind", by, other);
        Message hint = Message.of("check.clock.next");
        return Math.abs(ahead) > TOO_SKEWED && !itself && server != null
                ? Judgement.failure(Message.of("check.clock.certificates", reason), hint)
                : Judgement.warning(reason, hint);
    }

    private static Message duration(long seconds) {
        if (seconds < 36_000) {
            return seconds < 600 ? Message.verbatim(seconds + " s") : Message.of("check.clock.minutes", seconds / 60);
        }
        return Message.of("check.clock.days", String.format(Locale.ROOT, "%.1f", seconds / 86_400.0));
    }

    private static Judgement etcdSize(Subject subject) {
        int servers = subject.cluster().servers().size();
        if (!subject.cluster().hasEtcd() || servers % 2 == 1) {
            return Judgement.ok(
                    servers == 1 ? Message.of("check.etcd-size.one") : Message.of("check.etcd-size", servers));
        }
        return subject.server()
                ? Judgement.warning(
                        Message.of("check.etcd-size.even", servers, servers / 2 - 1, servers - 1),
                        Message.of("check.etcd-size.even.next"))
                : Judgement.ok(Message.of("check.etcd-size", servers));
    }

    /**
     * An older K3S starts an empty etcd beside the SQLite that holds the cluster: all objects are gone for those who ask
     * it. Seen with v1.21.2.
     */
    private static Judgement datastore(Subject subject) {
        String found = subject.facts().text("datastore");
        boolean toEtcd = subject.cluster().hasEtcd() || subject.option("cluster-init");
        if (!found.equals("sqlite") || !subject.server() || !toEtcd) {
            return found.isEmpty() ? Judgement.ok(Message.of("check.datastore.none")) : Judgement.ok(found);
        }
        Optional<K3sVersion> runs =
                subject.wanted().or(() -> K3sVersion.find(subject.facts().text("k3s")));
        return runs.filter(version -> version.compareTo(TAKES_SQLITE_OVER) >= 0).isPresent()
                ? Judgement.ok(Message.of("check.datastore.taken-over"))
                : Judgement.failure(
                        Message.of(
                                "check.datastore.sqlite",
                                runs.<Object>map(version -> version).orElse(Message.of("check.datastore.version"))),
                        Message.of("check.datastore.sqlite.next", TAKES_SQLITE_OVER));
    }

    private static Judgement existing(Subject subject) {
        for (String[] unit : subject.facts().words("unit")) {
            boolean running = unit.length > 2 && (unit[2].equals("active") || unit[2].equals("activating"));
            if (running && unit[0].equals(subject.server() ? "k3s-agent" : "k3s")) {
                return Judgement.failure(
                        subject.server()
                                ? Message.of("check.existing.agent", unit[0])
                                : Message.of("check.existing.server", unit[0]),
                        Message.of("check.existing.next", subject.node().target()));
            }
            if (running && !unit[0].equals("k3s") && !unit[0].equals("k3s-agent")) {
                return Judgement.failure(
                        Message.of("check.existing.other", unit[0]),
                        Message.of(
                                "check.existing.other.next",
                                unit[0],
                                subject.node().target()));
            }
            if (unit.length > 1 && unit[1].equals("theirs")) {
                return FormerFlags.of(subject).judgement(unit[0]);
            }
        }
        return Judgement.ok(
                subject.facts().has("unit") ? Message.of("check.existing.ours") : Message.of("check.existing.none"));
    }

    /** Kubernetes supports no way back, and servers take one minor version after the other; agents follow. */
    private static Judgement version(Subject subject) {
        Optional<K3sVersion> server = subject.server() ? Optional.empty() : subject.untouchedServer();
        if (server.isPresent()
                && subject.wanted().filter(to -> newerMinor(to, server.get())).isPresent()) {
            return Judgement.failure(
                    Message.of(
                            "check.version.server-first",
                            subject.cluster().firstServer().target(),
                            server.get(),
                            subject.wanted().get()),
                    Message.of("check.version.server-first.next", server.get()));
        }
        Optional<K3sVersion> installed = K3sVersion.find(subject.facts().text("k3s"));
        if (installed.isEmpty() || subject.wanted().isEmpty()) {
            return installed
                    .map(version -> Judgement.ok(version.toString()))
                    .orElseGet(() -> Judgement.ok(Message.of("check.existing.none")));
        }
        K3sVersion from = installed.get();
        K3sVersion to = subject.wanted().get();
        if (to.compareTo(from) < 0) {
            return Judgement.failure(
                    Message.of("check.version.older", from, to), Message.of("check.version.older.next", from));
        }
        if (subject.server() && (to.major() != from.major() || to.minor() > from.minor() + 1)) {
            return Judgement.failure(
                    Message.of("check.version.skips", from, to),
                    Message.of("check.version.skips.next", "v" + from.major() + "." + (from.minor() + 1)));
        }
        return to.equals(from)
                ? Judgement.ok(from.toString())
                : Judgement.ok(Message.of("check.version.to-be", from, to));
    }

    private static boolean newerMinor(K3sVersion one, K3sVersion other) {
        return one.major() > other.major() || (one.major() == other.major() && one.minor() > other.minor());
    }
}
