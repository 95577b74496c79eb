package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.task.PackagesInstalled;
import dev.k3sdeploy.task.ServiceRunning;
import dev.k3sdeploy.task.SwapOff;
import dev.k3sdeploy.task.SysctlValues;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a K3S cluster is. */
public final class UpPlaybook {
    /** max_map_count is what OpenSearch asks for; both values are those of the course's playbooks. */
    private static final Map<String, String> SYSCTLS = Map.of("vm.swappiness", "0", "vm.max_map_count", "262144");

    private final ClusterSpec cluster;
    private final Binaries binaries;
    private final Predicate<Target> limit;

    private final Function<Target, List<Task>> alongside;

    private UpPlaybook(
            ClusterSpec cluster, Binaries binaries, Predicate<Target> limit, Function<Target, List<Task>> alongside) {
        this.cluster = cluster;
        this.binaries = binaries;
        this.limit = limit;
        this.alongside = alongside;
    }

    /**
     * The plan for a cluster.
     *
     * @param cluster what it is to be
     * @param binaries where executables come from
     * @param limit the machines to change; the others are only asked
     * @return titles, machines and tasks
     */
    public static Playbook of(ClusterSpec cluster, Binaries binaries, Predicate<Target> limit) {
        return of(cluster, binaries, limit, node -> List.of());
    }

    /**
     * The plan for a cluster.
     *
     * @param cluster what it is to be
     * @param binaries where executables come from
     * @param limit the machines to change; the others are only asked
     * @param alongside what a node needs and K3S does not: done while K3S starts
     * @return titles, machines and tasks
     */
    public static Playbook of(
            ClusterSpec cluster, Binaries binaries, Predicate<Target> limit, Function<Target, List<Task>> alongside) {
        return new UpPlaybook(cluster, binaries, limit, alongside).playbook();
    }

    private Playbook playbook() {
        return new Playbook(
                "Cluster " + cluster.name(),
                Stream.of(install(), servers(), agents(), ready())
                        .filter(play -> !play.tasks().isEmpty())
                        .toList());
    }

    /** The first server starts as soon as its own files are there; the others need its token, which comes seconds later. */
    private Play install() {
        Play.Builder play = Play.titled(Phase.INSTALL.title());
        for (NodeSpec node : limited()) {
            NodeFiles files = new NodeFiles(node, cluster);
            play.on(node.target(), new SwapOff(), sysctls())
                    .on(node.target(), files.binary(binaries), new ImageArchives(node, binaries))
                    .on(node.target(), new Links(), files.killallScript())
                    .on(node.target(), files.uninstallScript(), files.registryFiles(), files.registries())
                    .on(node.target(), files.kubelet());
            if (node.role() == Role.SERVER && cluster.datastore().isPresent()) {
                play.on(node.target(), files.datastoreFiles());
            }
            play.on(node.target(), files.config(), files.unit());
            if (node.equals(cluster.firstServer())) {
                play.on(node.target(), files.manifests())
                        .on(node.target(), environment(node), new NodeService(node, cluster), new NodeToken());
            }
        }
        return play.build();
    }

    /** A majority of an etcd's members must always be there: one at a time, each a Ready voter before the next. */
    private Play servers() {
        Play.Builder play = Play.titled(Phase.SERVERS.title());
        for (NodeSpec node : limited()) {
            if (node.role() == Role.SERVER && !node.equals(cluster.firstServer())) {
                play.on(node.target(), environment(node), new NodeService(node, cluster));
            }
        }
        return play.build();
    }

    /** K3S starts without these packages, so they are installed while it does. */
    private Play agents() {
        Play.Builder play =
                Play.titled(Phase.AGENTS.title()).turns(cluster.rollout().agentsAtOnce());
        for (NodeSpec node : limited()) {
            if (node.role() == Role.AGENT) {
                play.on(node.target(), environment(node), new NodeService(node, cluster));
            }
            List<Task> last = Stream.concat(packages(node).stream(), alongside.apply(node.target()).stream())
                    .toList();
            if (!last.isEmpty()) {
                play.on(node.target(), last.toArray(Task[]::new));
            }
        }
        return play.build();
    }

    private Play ready() {
        return Play.of(
                Phase.READY.title(),
                List.of(cluster.firstServer().target()),
                new NodesReady(limited(), cluster.readyWithin()),
                new NodeMetadata(limited()),
                new KubeconfigHere(cluster));
    }

    private List<NodeSpec> limited() {
        return cluster.nodes().stream()
                .filter(node -> limit.test(node.target()))
                .toList();
    }

    private Task environment(NodeSpec node) {
        return new Environment(node, cluster);
    }

    private static Task sysctls() {
        return new SysctlValues("/etc/sysctl.d/90-k3sdeploy.conf", new TreeMap<>(SYSCTLS));
    }

    private static List<Task> packages(NodeSpec node) {
        if (node.packages().isEmpty()) {
            return List.of();
        }
        Task installed = new PackagesInstalled(node.packages(), node.settings().airgapped());
        return node.packages().contains("open-iscsi")
                ? List.of(installed, new ServiceRunning("iscsid"))
                : List.of(installed);
    }
}
