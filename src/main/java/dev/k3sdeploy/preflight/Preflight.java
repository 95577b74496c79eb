package dev.k3sdeploy.preflight;

import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Template;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Shell;
import dev.k3sdeploy.task.PackagesInstalled;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machines of a cluster looked at before anything is changed, each with one question. For one run. */
public final class Preflight {
    private final ClusterSpec cluster;
    private final List<NodeSpec> nodes;
    private final Set<String> unwanted;
    private final FactsOfAll facts;
    private final Optional<K3sVersion> wanted;

    /**
     * Nothing is asked yet.
     *
     * @param cluster what is to be installed
     * @param limit the machines to look at
     * @param unwanted names of checks to leave out
     * @param clock the time that machines' clocks are compared with
     */
    public Preflight(ClusterSpec cluster, Predicate<Target> limit, Set<String> unwanted, InstantSource clock) {
        this(cluster, limit, unwanted, clock, Optional.empty());
    }

    private Preflight(
            ClusterSpec cluster,
            Predicate<Target> limit,
            Set<String> unwanted,
            InstantSource clock,
            Optional<K3sVersion> wanted) {
        this.wanted = wanted;
        this.cluster = cluster;
        this.nodes = cluster.nodes().stream()
                .filter(node -> limit.test(node.target()))
                .toList();
        this.unwanted = Set.copyOf(unwanted);
        this.facts = new FactsOfAll(this::script, clock);
    }

    /**
     * The same, which also looks at the way from the versions that are there to the one that is wanted.
     *
     * @param version the one that is wanted; empty to look at no way
     * @param cluster what is to be installed
     * @param limit the machines to look at
     * @param unwanted names of checks to leave out
     * @param clock the time that machines' clocks are compared with
     * @return what looks
     */
    public static Preflight towards(
            Optional<K3sVersion> version,
            ClusterSpec cluster,
            Predicate<Target> limit,
            Set<String> unwanted,
            InstantSource clock) {
        return new Preflight(cluster, limit, unwanted, clock, version);
    }

    /**
     * The names of all checks.
     *
     * @return as {@code --skip-preflight} takes them
     */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        Checks.ALL.forEach(check -> names.add(check.name()));
        return names;
    }

    /** The addresses are those that any agent will look for its server at. */
    private String script(Target target) {
        Set<String> words = new TreeSet<>();
        cluster.agents()
                .forEach(agent -> ServerEndpoint.of(cluster, agent)
                        .ifPresent(server -> words.add(Shell.join(server.host(), String.valueOf(server.port())))));
        return missingPackages(target) + "set -- " + String.join(" ", words) + "\n"
                + Template.of("preflight.sh").render();
    }

    /** Asked only where nothing can be installed. */
    private String missingPackages(Target target) {
        return nodes.stream()
                .filter(node -> node.target().equals(target) && node.settings().airgapped())
                .filter(node -> !node.packages().isEmpty())
                .map(node -> "{ " + PackagesInstalled.missing(node.packages())
                        + "\n} | sed -n '2,$s/^/missing-package /p'\n")
                .findFirst()
                .orElse("");
    }

    /**
     * The first play of a run: each machine fails with its failures.
     *
     * @param warnings hears the others, from the run's threads
     * @return to be put before all others; it changes nothing
     */
    public Play play(Consumer<Finding> warnings) {
        Play.Builder play = Play.titled("Check the machines");
        nodes.forEach(node -> play.on(node.target(), new MachineChecked(this, warnings)));
        return play.build();
    }

    /**
     * What is found out about a machine, in a fixed order. The first server is asked, too, where the limit leaves it out.
     *
     * @param host the machine to ask
     * @return findings of all levels, those that are in order too
     * @throws K3sDeployException when the machine cannot be asked
     */
    public List<Finding> findings(Probe host) {
        facts.of(host);
        Map<Target, Facts> all = new LinkedHashMap<>();
        Stream.concat(nodes.stream(), Stream.of(cluster.firstServer()))
                .map(NodeSpec::target)
                .distinct()
                .forEach(target -> addTo(all, host.target().equals(target) ? host : host.peer(target)));
        NodeSpec node = nodes.stream()
                .filter(other -> other.target().equals(host.target()))
                .findFirst()
                .orElseThrow();
        Subject subject = new Subject(
                cluster, node, all, wanted, nodes.stream().map(NodeSpec::target).collect(Collectors.toSet()));
        return Checks.ALL.stream()
                .map(check -> unwanted.contains(check.name()) ? check.skipped(subject) : check.of(subject))
                .toList();
    }

    /** A machine that cannot be asked is told of by its own check. */
    @SuppressWarnings("EmptyCatch")
    private void addTo(Map<Target, Facts> all, Probe host) {
        try {
            all.put(host.target(), facts.of(host));
        } catch (K3sDeployException e) {
            // the others are judged without it
        }
    }
}
