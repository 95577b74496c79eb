package dev.k3sdeploy;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.ssh.PassphraseSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to work on a cluster.
 *
 * @param forks how many machines are worked on at once
 * @param limit only hosts that match this pattern are changed, as for Ansible's {@code -l}
 * @param checkOnly say what would change, and change nothing
 * @param skippedChecks names of checks that are not made before a run, or {@code all}
 * @param becomePassword for sudo, where the inventory gives none
 * @param transport by what machines are reached, other than this one
 * @param lock against other runs on the same machines
 */
public record ClusterOptions(
        int forks,
        Optional<String> limit,
        boolean checkOnly,
        @Nullable Secret becomePassword,
        PassphraseSource passphrases,
        SshOptions ssh,
        Consumer<Event> listener,
        Notices notices,
        Interruption interruption,
        Set<String> skippedChecks,
        Transport transport,
        RunLock lock) {

    /** Hears what is done on this machine: containers made, files downloaded. */
    public interface Notices {
        /** For those who need not know. */
        Notices SILENT = new Notices() {
            @Override
            public void note(String text) {}

            @Override
            public void downloaded(String file, long done, long total) {}
        };

        /** One line. */
        void note(String text);

        /** Bytes of a download so far; {@code total} is -1 when unknown. */
        void downloaded(String file, long done, long total);

        /** The version of K3S that a run brings. */
        default void release(String version) {}
    }

    /** Twenty machines at once, no limit, nobody listening. */
    public static final ClusterOptions DEFAULTS = new ClusterOptions(
            20,
            Optional.empty(),
            false,
            null,
            PassphraseSource.NOBODY,
            SshOptions.DEFAULTS,
            event -> {},
            Notices.SILENT,
            new Interruption(),
            Set.of(),
            Transport.BUILT_IN,
            RunLock.DEFAULT);

    public ClusterOptions withForks(int machines) {
        return new ClusterOptions(
                machines,
                limit,
                checkOnly,
                becomePassword,
                passphrases,
                ssh,
                listener,
                notices,
                interruption,
                skippedChecks,
                transport,
                lock);
    }

    public ClusterOptions withLimit(Optional<String> pattern) {
        return new ClusterOptions(
                forks,
                pattern,
                checkOnly,
                becomePassword,
                passphrases,
                ssh,
                listener,
                notices,
                interruption,
                skippedChecks,
                transport,
                lock);
    }

    public ClusterOptions checking(boolean only) {
        return new ClusterOptions(
                forks,
                limit,
                only,
                becomePassword,
                passphrases,
                ssh,
                listener,
                notices,
                interruption,
                skippedChecks,
                transport,
                lock);
    }

    public ClusterOptions withBecomePassword(@Nullable Secret password) {
        return new ClusterOptions(
                forks,
                limit,
                checkOnly,
                password,
                passphrases,
                ssh,
                listener,
                notices,
                interruption,
                skippedChecks,
                transport,
                lock);
    }

    public ClusterOptions withPassphrases(PassphraseSource source) {
        return new ClusterOptions(
                forks,
                limit,
                checkOnly,
                becomePassword,
                source,
                ssh,
                listener,
                notices,
                interruption,
                skippedChecks,
                transport,
                lock);
    }

    public ClusterOptions withSsh(SshOptions options) {
        return new ClusterOptions(
                forks,
                limit,
                checkOnly,
                becomePassword,
                passphrases,
                options,
                listener,
                notices,
                interruption,
                skippedChecks,
                transport,
                lock);
    }

    public ClusterOptions listening(Consumer<Event> events, Notices here) {
        return new ClusterOptions(
                forks,
                limit,
                checkOnly,
                becomePassword,
                passphrases,
                ssh,
                events,
                here,
                interruption,
                skippedChecks,
                transport,
                lock);
    }

    public ClusterOptions interruptedBy(Interruption wish) {
        return new ClusterOptions(
                forks,
                limit,
                checkOnly,
                becomePassword,
                passphrases,
                ssh,
                listener,
                notices,
                wish,
                skippedChecks,
                transport,
                lock);
    }

    public ClusterOptions skippingChecks(Set<String> names) {
        return new ClusterOptions(
                forks,
                limit,
                checkOnly,
                becomePassword,
                passphrases,
                ssh,
                listener,
                notices,
                interruption,
                names,
                transport,
                lock);
    }

    /** By what machines are reached, other than this one. */
    public ClusterOptions by(Transport wish) {
        return new ClusterOptions(
                forks,
                limit,
                checkOnly,
                becomePassword,
                passphrases,
                ssh,
                listener,
                notices,
                interruption,
                skippedChecks,
                wish,
                lock);
    }

    public ClusterOptions lockedBy(RunLock wish) {
        return new ClusterOptions(
                forks,
                limit,
                checkOnly,
                becomePassword,
                passphrases,
                ssh,
                listener,
                notices,
                interruption,
                skippedChecks,
                transport,
                wish);
    }
}
