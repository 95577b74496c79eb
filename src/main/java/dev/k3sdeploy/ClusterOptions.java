package dev.k3sdeploy;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.machines.MachineProvider;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.ssh.PassphraseSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to work on a cluster. Immutable: each method returns other options and leaves these as they are.
 *
 * <pre>{@code
 * ClusterOptions.DEFAULTS.forks(5).limit("k3s_agent").listening(event -> log.info(event.toString()))
 * }</pre>
 */
public final class ClusterOptions {
    /** Twenty machines at once, no limit, nobody listening. */
    public static final ClusterOptions DEFAULTS = new ClusterOptions(new ClusterWishes());

    private final ClusterWishes wishes;

    private ClusterOptions(ClusterWishes wishes) {
        this.wishes = wishes;
    }

    private ClusterOptions with(Consumer<ClusterWishes> change) {
        ClusterWishes changed = wishes.copy();
        change.accept(changed);
        return new ClusterOptions(changed);
    }

    /** Hears what is done on this machine: containers made, files downloaded. Called from the run's threads. */
    public interface Notices {
        /** For those who need not know. */
        Notices SILENT = new Notices() {
            @Override
            public void note(String text) {}

            @Override
            public void downloaded(String file, long done, long total) {}
        };

        /**
         * Something was done, or is worth knowing.
         *
         * @param text one line
         */
        void note(String text);

        /**
         * As {@link #note(String)}, of what there is in several languages.
         *
         * @param text one line
         */
        default void note(Message text) {
            note(text.toString());
        }

        /**
         * A download goes on.
         *
         * @param file its name
         * @param done bytes so far
         * @param total bytes in all, or -1 when unknown
         */
        void downloaded(String file, long done, long total);

        /**
         * The version of K3S that a run brings is known.
         *
         * @param version as K3S writes it
         */
        default void release(String version) {}
    }

    /**
     * {@return these options for so many machines at once}
     *
     * @param machines 1 or more
     * @throws IllegalArgumentException when it is less
     */
    public ClusterOptions forks(int machines) {
        if (machines < 1) {
            throw new IllegalArgumentException("forks must be 1 or more, not " + machines);
        }
        return with(draft -> draft.forks = machines);
    }

    /**
     * {@return these options with variables of all hosts that win over the inventory's, as those of {@code -e}}
     *
     * @param variables by name, added to those before; see {@link dev.k3sdeploy.inventory.Inventory#with}
     */
    public ClusterOptions variables(Map<String, ?> variables) {
        return with(draft -> {
            draft.variables = new LinkedHashMap<>(draft.variables);
            draft.variables.putAll(variables);
        });
    }

    /**
     * {@return these options, by which only some hosts are changed; the others are only asked}
     *
     * @param pattern as for Ansible's {@code -l}: a host, a group, {@code a:!b} …
     */
    public ClusterOptions limit(String pattern) {
        return with(draft -> draft.limit = pattern);
    }

    /**
     * {@return these options, by which a run says what it would change, and changes nothing}
     *
     * @param only true for {@code --check}, false to change things again
     */
    public ClusterOptions checking(boolean only) {
        return with(draft -> draft.checkOnly = only);
    }

    /**
     * {@return these options with a password for sudo, where the inventory gives none}
     *
     * @param password null for none
     */
    public ClusterOptions becomePassword(@Nullable Secret password) {
        return with(draft -> draft.becomePassword = password);
    }

    /**
     * {@return these options with where the passphrases of encrypted keys come from}
     *
     * @param source asked when a key is met that needs one
     */
    public ClusterOptions passphrases(PassphraseSource source) {
        return with(draft -> draft.passphrases = source);
    }

    /**
     * {@return these options with how machines are reached, where that is not the inventory's to say}
     *
     * @param options a configuration file, host keys
     */
    public ClusterOptions ssh(SshOptions options) {
        return with(draft -> draft.ssh = options);
    }

    /**
     * {@return these options with who hears what is done on the machines}
     *
     * @param events one event at a time, from the run's threads
     */
    public ClusterOptions listening(Consumer<Event> events) {
        return with(draft -> draft.listener = events);
    }

    /**
     * {@return these options with who hears what is done, on the machines and on this one}
     *
     * @param events one event at a time, from the run's threads
     * @param here what is done on this machine
     */
    public ClusterOptions listening(Consumer<Event> events, Notices here) {
        return listening(events).with(draft -> draft.notices = here);
    }

    /**
     * Who may ask for an early end from another thread. To interrupt the thread that works does the same without it.
     *
     * @param wish of one run: once requested, it stays so
     * @return these options, for one run
     */
    public ClusterOptions interruptedBy(Interruption wish) {
        return with(draft -> draft.interruption = wish);
    }

    /**
     * {@return these options without some of the checks before a run}
     *
     * @param names as the command's {@code --skip-preflight} has them, or {@code all}
     */
    public ClusterOptions skippingChecks(Set<String> names) {
        return with(draft -> draft.skippedChecks = Set.copyOf(names));
    }

    /**
     * {@return these options with another of the product's own transports}
     *
     * @param wish the SSH of k3sdeploy, or the system's
     */
    public ClusterOptions by(Transport wish) {
        return with(draft -> draft.transport = wish);
    }

    /**
     * {@return these options with a way of the caller's to reach machines, in place of SSH}
     *
     * @param connector called once for each machine of a run, and again after a restart of the machine
     */
    public ClusterOptions connecting(Connector connector) {
        return with(draft -> draft.connector = connector);
    }

    /**
     * {@return these options with a maker of machines, whatever the inventory's variable {@code machines} says}
     *
     * @param provider makes a machine for every host of the cluster
     */
    public ClusterOptions madeBy(MachineProvider provider) {
        return with(draft -> draft.machines = provider);
    }

    ClusterOptions playing(ExtraPlays plays) {
        return with(draft -> draft.plays = plays);
    }

    int forks() {
        return wishes.forks;
    }

    Map<String, Object> variables() {
        return wishes.variables;
    }

    Optional<String> limit() {
        return Optional.ofNullable(wishes.limit);
    }

    boolean checkOnly() {
        return wishes.checkOnly;
    }

    @Nullable
    Secret becomePassword() {
        return wishes.becomePassword;
    }

    PassphraseSource passphrases() {
        return wishes.passphrases;
    }

    SshOptions ssh() {
        return wishes.ssh;
    }

    Consumer<Event> listener() {
        return wishes.listener;
    }

    Notices notices() {
        return wishes.notices;
    }

    /** One that nobody else has, where the caller gave none: a wish to stop is a run's, and never the next one's. */
    Interruption interruption() {
        Interruption given = wishes.interruption;
        return given == null ? new Interruption() : given;
    }

    /**
     * {@return these options with how other runs are kept from the machines meanwhile}
     *
     * @param lock kept from the first task to the last one
     */
    public ClusterOptions lockedBy(RunLock lock) {
        return with(wishes -> wishes.lock = lock);
    }

    Set<String> skippedChecks() {
        return wishes.skippedChecks;
    }

    RunLock lock() {
        return wishes.lock;
    }

    Transport transport() {
        return wishes.transport;
    }

    Optional<Connector> connector() {
        return Optional.ofNullable(wishes.connector);
    }

    Optional<MachineProvider> machines() {
        return Optional.ofNullable(wishes.machines);
    }

    ExtraPlays plays() {
        return wishes.plays;
    }
}
