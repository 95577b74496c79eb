package dev.k3sdeploy;

import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Sessions;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.preflight.Finding;
import dev.k3sdeploy.preflight.Preflight;
import dev.k3sdeploy.problem.Message;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The checks of a plan's machines, without those that are to be left out. */
final class ClusterChecks {
    private final Plan plan;
    private final ClusterOptions options;
    private final Predicate<Target> limit;
    private final Set<String> skipped;

    /** @throws dev.k3sdeploy.problem.InvalidInputException when an option names a check that there is not */
    ClusterChecks(Plan plan, ClusterOptions options, Predicate<Target> limit) {
        this.plan = plan;
        this.options = options;
        this.limit = limit;
        this.skipped = CheckNames.skipped(plan.skippedChecks(), options.skippedChecks());
    }

    /** The machines are looked at first, by the run's own connections. */
    Playbook before(Playbook up, Optional<K3sVersion> wanted) {
        if (skipped.containsAll(Preflight.names())) {
            return up;
        }
        return up.after(preflight(wanted)
                .play(warning -> options.notices()
                        .note(Message.shaped(
                                "{0}\n    {1}",
                                Message.of("warning", Message.shaped("[{0}] {1}", warning.target(), warning.told())),
                                warning.next()))));
    }

    List<Finding> findings(Sessions sessions, List<Target> targets) {
        List<Finding> findings = new ArrayList<>();
        Survey.ask(sessions, targets, options.forks(), preflight(plan.release().known())::findings)
                .forEach((target, answer) -> findings.addAll(
                        answer.answered().orElseGet(() -> List.of(Unasked.finding(target, answer.problem())))));
        return findings;
    }

    private Preflight preflight(Optional<K3sVersion> wanted) {
        return Preflight.towards(wanted, plan.cluster(), limit, skipped, InstantSource.system());
    }
}
