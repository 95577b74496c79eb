package dev.k3sdeploy.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the checks of one verification work: namespaces that are made when they are first wanted, and all else that has to
 * go at the end. Thread-safe.
 */
public final class Sandbox {
    /** Of the names of its namespaces and of what belongs to none. */
    public static final String PREFIX = "k3sdeploy-verify-";

    /** On everything that it creates; its value is the verification's own. */
    public static final String LABEL = "k3sdeploy.dev/verify";

    private static final Duration REMOVAL = Duration.ofSeconds(90);

    /** Of what Kubernetes says, so many characters as one reads. */
    private static final int LINE = 300;

    private final KubernetesClient client;
    private final PodAccess pods;
    private final Web web;
    private final WishedCluster wished;
    private final VerifySettings settings;
    private final Map<String, String> namespaces = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<HasMetadata> beyondNamespaces = new ArrayList<>();
    private final WebServers servers = new WebServers(this);

    /**
     * One for a cluster.
     *
     * @param client closed by who made it
     * @param pods how pods are reached
     * @param web how a browser of this machine reaches the cluster
     * @param wished what the inventory asks for
     * @param settings images, patience and interruption
     */
    public Sandbox(KubernetesClient client, PodAccess pods, Web web, WishedCluster wished, VerifySettings settings) {
        this.client = client;
        this.pods = pods;
        this.web = web;
        this.wished = wished;
        this.settings = settings;
    }

    /** {@return the API} */
    public KubernetesClient client() {
        return client;
    }

    /** {@return the way into pods} */
    public PodAccess pods() {
        return pods;
    }

    /** {@return how a browser would come} */
    public Web web() {
        return web;
    }

    /** {@return what the inventory asks for} */
    public WishedCluster wished() {
        return wished;
    }

    /** {@return which images pods have} */
    public Images images() {
        return settings.images();
    }

    /**
     * A web server on every node, for all checks that need one.
     *
     * @return started at the first call
     */
    public WebServers servers() {
        return servers;
    }

    /** {@return a few letters and digits of this verification's own} */
    public String run() {
        return settings.run();
    }

    /** {@return the namespace of most checks} */
    public String namespace() {
        return namespace("");
    }

    /**
     * A namespace, made now if it is not there yet.
     *
     * @param purpose part of its name; empty for the one of most checks
     * @return its name; removed with all that is in it when the verification ends
     * @throws NotPossible when the API refuses it
     */
    public synchronized String namespace(String purpose) {
        String made = namespaces.get(purpose);
        return made == null ? make(purpose) : made;
    }

    /** Is to be removed from the moment of the request on: its answer may be lost. */
    private String make(String purpose) {
        String name = PREFIX + settings.run() + (purpose.isEmpty() ? "" : "-" + purpose);
        Namespace namespace = new NamespaceBuilder().withMetadata(named(name)).build();
        asked.add(name);
        try {
            client.namespaces().resource(namespace).create();
        } catch (KubernetesClientException e) {
            throw new NotPossible("namespace " + name + " cannot be made: " + ApiProblem.text(e));
        }
        namespaces.put(purpose, name);
        until(() ->
                client.serviceAccounts().inNamespace(name).withName("default").get() != null);
        return name;
    }

    /**
     * Metadata with this verification's label.
     *
     * @param name within its namespace
     * @return to be completed
     */
    public ObjectMeta named(String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .addToLabels(LABEL, settings.run())
                .build();
    }

    /**
     * Creates what belongs to no namespace; it goes at the end, too.
     *
     * @param <T> of the object
     * @param object as it is to be
     * @return as the API has it
     */
    public synchronized <T extends HasMetadata> T makeBeyondNamespaces(T object) {
        T made = client.resource(object).create();
        beyondNamespaces.add(made);
        return made;
    }

    /** {@return how long a step of a check may take} */
    public Duration within() {
        return settings.patience().within();
    }

    /** {@return how long what is slow by nature may take} */
    public Duration withinSlowly() {
        return settings.slowly();
    }

    /**
     * Looks until there is something to see, or the time is over.
     *
     * @param <T> of what is to be seen
     * @param within how long to look
     * @param look asked again and again
     * @return empty when the time is over
     * @throws NotPossible when the user wants to stop
     */
    public <T> Optional<T> await(Duration within, Supplier<Optional<T>> look) {
        long begun = settings.pace().nanos();
        while (true) {
            goOn();
            Optional<T> seen = look.get();
            if (seen.isPresent() || settings.pace().nanos() - begun >= within.toNanos()) {
                return seen;
            }
            pause();
        }
    }

    /**
     * As {@link #await}, with the usual patience: whether it came to be so.
     *
     * @param holds asked again and again
     * @return whether it became so in time
     */
    public boolean until(BooleanSupplier holds) {
        return await(within(), () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty())
                .isPresent();
    }

    /** @throws NotPossible when the user wants to stop */
    void goOn() {
        if (settings.interruption().requested()) {
            throw new NotPossible("interrupted");
        }
    }

    private void pause() {
        try {
            settings.pace().pause(settings.patience().every());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPossible("interrupted");
        }
    }

    /**
     * Takes away all that was made; nothing that does not bear this verification's label.
     *
     * @return what is still there, each as it is called: what stays is on purpose, or could not be removed in time
     */
    synchronized List<String> remove() {
        if (settings.keep()) {
            return List.copyOf(asked);
        }
        beyondNamespaces.forEach(object -> attempt(() -> client.resource(object).delete()));
        asked.stream()
                .filter(this::ours)
                .forEach(
                        name -> attempt(() -> client.namespaces().withName(name).delete()));
        return asked.stream().filter(this::stays).toList();
    }

    private boolean ours(String name) {
        Namespace namespace = attempt(() -> client.namespaces().withName(name).get());
        return namespace != null
                && settings.run().equals(namespace.getMetadata().getLabels().get(LABEL));
    }

    /** Ctrl-C has been heard already: this still has to be done. */
    private boolean stays(String name) {
        long begun = settings.pace().nanos();
        while (settings.pace().nanos() - begun < REMOVAL.toNanos()) {
            if (attempt(() -> client.namespaces().withName(name).get()) == null) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Of the first that says it: what keeps one namespace keeps the others, too. */
    String whyStill(List<String> left) {
        return left.stream()
                .map(name -> attempt(() -> client.namespaces().withName(name).get()))
                .flatMap(Stream::ofNullable)
                .flatMap(namespace -> Stream.ofNullable(namespace.getStatus()))
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> "True".equals(condition.getStatus()))
                .map(condition -> Objects.requireNonNullElse(condition.getMessage(), ""))
                .map(Sandbox::line)
                .filter(message -> !message.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String line(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LINE ? line : line.substring(0, LINE - 1) + "…";
    }

    private static <T> @Nullable T attempt(Supplier<T> work) {
        try {
            return work.get();
        } catch (KubernetesClientException e) {
            return null;
        }
    }
}
