package dev.k3sdeploy;

import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.inventory.Nearest;
import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckResult;
import dev.k3sdeploy.kube.Images;
import dev.k3sdeploy.kube.Pace;
import dev.k3sdeploy.kube.Verification;
import dev.k3sdeploy.kube.VerifyReport;
import dev.k3sdeploy.kube.VerifySettings;
import dev.k3sdeploy.kube.WishedAddon;
import dev.k3sdeploy.kube.WishedCluster;
import dev.k3sdeploy.kube.WishedCluster.NfsShare;
import dev.k3sdeploy.kube.WishedNode;
import dev.k3sdeploy.kube.check.Checks;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Whether the exercises of a course work on the cluster: tried from this machine through the kubeconfig, as students do.
 * Asks no machine over SSH.
 */
public final class ClusterVerification {
    /**
     * How it is to be done.
     *
     * @param only names of checks; empty for all
     * @param keep whether what was made stays, to be looked at
     * @param timeout of each step of a check
     * @param images a registry to take them from, or a file that says which ones the nodes have
     */
    public record Wish(Set<String> only, boolean keep, Duration timeout, Optional<String> images) {
        /** All checks, each step within two minutes. */
        public static final Wish ALL = new Wish(Set.of(), false, Duration.ofMinutes(2), Optional.empty());

        /**
         * Takes a copy of the names.
         *
         * @param only {@link #only()}
         * @param keep {@link #keep()}
         * @param timeout {@link #timeout()}
         * @param images {@link #images()}
         */
        public Wish {
            only = Set.copyOf(only);
        }
    }

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration SLOWLY = Duration.ofMinutes(4);

    private final Plan plan;
    private final ControlMachine here;
    private final Interruption interruption;

    ClusterVerification(Plan plan, ControlMachine here, Interruption interruption) {
        this.plan = plan;
        this.here = here;
        this.interruption = interruption;
    }

    /**
     * Tries the exercises.
     *
     * @param wish which exercises, with which images, for how long
     * @param told each result as soon as it is known
     * @return all results, with what could not be taken away again
     * @throws K3sDeployException when there is no kubeconfig, or a wish cannot be
     */
    public VerifyReport run(Wish wish, Consumer<CheckResult> told) {
        List<Check> checks = chosen(wish.only());
        Images images = wish.images()
                .map(named -> VerifyImages.named(named, plan.course().images(), here))
                .orElse(plan.course().images());
        VerifySettings settings = new VerifySettings(
                Integer.toString(new SecureRandom().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36),
                images,
                new Patience(wish.timeout(), EVERY),
                wish.timeout().compareTo(SLOWLY) > 0 ? wish.timeout() : SLOWLY,
                Pace.REAL,
                wish.keep(),
                interruption);
        try {
            return new Verification(wished(), settings).run(kubeconfig(), checks, told);
        } catch (NoClassDefFoundError e) {
            throw new K3sDeployException(
                    "A verification needs a library that is not there: " + e.getMessage(),
                    "Add io.fabric8:kubernetes-client and an HTTP client of its: k3sdeploy has them as optional dependencies",
                    e);
        }
    }

    /** The first check comes along whatever is chosen: without it none of the others says anything. */
    private List<Check> chosen(Set<String> only) {
        List<WishedAddon> addons = plan.course().addons().stream()
                .filter(addon -> addon.wished() || only.contains("addon-" + addon.name()))
                .toList();
        List<Check> all = Checks.all(addons);
        Set<String> names = all.stream().map(Check::name).collect(Collectors.toSet());
        for (String name : only) {
            if (!names.contains(name)) {
                throw InvalidInputException.of(
                        "--only",
                        "there is no check «" + name + "»",
                        Nearest.to(name, names)
                                .map(near -> "do you mean " + near + "?")
                                .orElse("they are: "
                                        + all.stream().map(Check::name).collect(Collectors.joining(", "))));
            }
        }
        return all.stream()
                .filter(check -> only.isEmpty() || only.contains(check.name()) || check.needs() == Check.Needs.NOTHING)
                .toList();
    }

    private String kubeconfig() {
        Path file = plan.cluster().kubeconfig();
        if (Files.notExists(file)) {
            throw new K3sDeployException(Message.of("kubeconfig.none", file), Message.of("kubeconfig.none.next"));
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new K3sDeployException("The kubeconfig " + file + " cannot be read: " + e.getMessage(), "", e);
        }
    }

    private WishedCluster wished() {
        ClusterSpec cluster = plan.cluster();
        NodeSpec server = cluster.firstServer();
        return new WishedCluster(
                cluster.nodes().stream()
                        .map(node -> new WishedNode(
                                node.target().name(), node.nodeIp().or(node::address)))
                        .toList(),
                plan.release().known().map(Object::toString),
                disabled(server),
                server.options().get("cluster-domain").stream()
                        .map(Object::toString)
                        .findFirst()
                        .orElse("cluster.local"),
                plan.nfs().stream()
                        .flatMap(nfs -> nfs.address().stream())
                        .findFirst()
                        .map(address -> new NfsShare(address, "/")),
                plan.course().addons());
    }

    /** K3S takes a list of names for its components, and a switch for each of the rest. */
    private static Set<String> disabled(NodeSpec server) {
        Set<String> disabled = new HashSet<>();
        server.options()
                .get("disable")
                .forEach(names -> disabled.addAll(List.of(names.toString().split("[,\\s]+"))));
        for (String feature : new ArrayList<>(server.options().keys())) {
            boolean on = server.options().get(feature).stream().noneMatch(Boolean.FALSE::equals);
            if (feature.startsWith("disable-") && on) {
                disabled.add(feature.substring("disable-".length()));
            }
        }
        return disabled;
    }
}
