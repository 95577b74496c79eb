package dev.k3sdeploy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Claim;
import dev.k3sdeploy.remote.RootSession;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Connects to a run's machines. */
@FunctionalInterface
interface MachineOpener {
    /** Connects, and asks for the lock if there is a claim. */
    RootSession open(Target target, @Nullable Claim claim);

    /**
     * A machine that is being connected to and has given no sign yet.
     *
     * @param waited for so long
     * @return what is told of it when it is waited for no longer; empty where something has answered, or nobody can tell
     */
    default Optional<UnreachableException> silence(Target target, Duration waited) {
        return Optional.empty();
    }
}
