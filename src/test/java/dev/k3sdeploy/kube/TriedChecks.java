package dev.k3sdeploy.kube;

import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.kube.check.Checks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Verifications of pretended clusters. */
final class TriedChecks {
    static final Duration EVERY = Duration.ofSeconds(1);
    /** Enough for what a healthy cluster does; nearly all of it is waited for where something is wrong. */
    static final Duration SHORT = EVERY.multipliedBy(9);

    static final Duration LONG = EVERY.multipliedBy(60);

    private final List<CheckResult> told = new ArrayList<>();
    private final Interruption interruption = new Interruption();

    List<CheckResult> told() {
        return told;
    }

    Interruption interruption() {
        return interruption;
    }

    /** These checks, or all. */
    VerifyReport verify(PretendCluster cluster, Duration patience, String... only) {
        return verify(cluster, cluster.wished(), patience, Set.of(only));
    }

    VerifyReport verify(PretendCluster cluster, WishedCluster wished, Duration patience, Set<String> only) {
        VerifySettings settings = new VerifySettings(
                PretendCluster.RUN,
                Images.DEFAULTS,
                new Patience(patience, EVERY),
                patience,
                new PretendPace(cluster),
                false,
                interruption);
        Sandbox sandbox = new Sandbox(cluster.client(), new PretendPods(cluster), cluster.web(), wished, settings);
        List<Check> checks = Checks.all(wished.addons()).stream()
                .filter(check -> only.isEmpty()
                        || only.contains(check.name())
                        || check.name().equals("api"))
                .toList();
        return new Verification(wished, settings).run(sandbox, checks, told::add);
    }

    static List<String> failed(VerifyReport report) {
        return report.results().stream()
                .filter(CheckResult::failed)
                .map(CheckResult::check)
                .toList();
    }

    static Result of(VerifyReport report, String check) {
        return report.results().stream()
                .filter(result -> result.check().equals(check))
                .findFirst()
                .orElseThrow()
                .result();
    }
}
