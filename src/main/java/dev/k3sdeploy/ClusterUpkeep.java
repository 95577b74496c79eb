package dev.k3sdeploy;

import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.ClusterSpec;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** What keeps a cluster well that is there: copies of its state, and new secrets for old ones. */
public final class ClusterUpkeep {
    private final ClusterSpec cluster;
    private final Predicate<Target> limit;
    private final ClusterSurvey survey;
    private final Function<Playbook, Report> runner;
    private final Consumer<String> notes;

    ClusterUpkeep(
            ClusterSpec cluster,
            Predicate<Target> limit,
            ClusterSurvey survey,
            Function<Playbook, Report> runner,
            Consumer<String> notes) {
        this.cluster = cluster;
        this.limit = limit;
        this.survey = survey;
        this.runner = runner;
        this.notes = notes;
    }

    /**
     * Copies of the cluster's state.
     *
     * @return what saves, lists and restores them
     * @throws dev.k3sdeploy.problem.K3sDeployException when the servers' datastore is none of K3S's
     */
    public ClusterSnapshots snapshots() {
        return new ClusterSnapshots(this);
    }

    /**
     * Tokens and certificates.
     *
     * @return what shows and replaces them
     */
    public ClusterSecrets secrets() {
        return new ClusterSecrets(this);
    }

    ClusterSpec cluster() {
        return cluster;
    }

    Predicate<Target> limit() {
        return limit;
    }

    ClusterSurvey survey() {
        return survey;
    }

    Consumer<String> notes() {
        return notes;
    }

    Report run(Playbook playbook) {
        return runner.apply(playbook);
    }

    /** Tells a run from all others. */
    static String now() {
        return InstantSource.system().instant().toString();
    }
}
