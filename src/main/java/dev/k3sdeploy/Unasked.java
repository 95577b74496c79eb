package dev.k3sdeploy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.preflight.Finding;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.BecomeException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is found out about a machine that could not even be asked. */
final class Unasked {
    private Unasked() {}

    static Finding finding(Target target, @Nullable K3sDeployException problem) {
        K3sDeployException why = Objects.requireNonNull(problem, "no answer and no problem");
        String check =
                why instanceof UnreachableException ? "reachable" : why instanceof BecomeException ? "sudo" : "probe";
        return new Finding(target, check, Finding.Level.FAILURE, why.what(), why.next());
    }
}
