package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A question to many machines at once, which changes nothing. */
public final class Survey {
    private Survey() {}

    /**
     * What one machine answered.
     *
     * @param value null when the machine could not answer
     * @param problem why not; null when it did
     */
    public record Answer<T>(@Nullable T value, @Nullable K3sDeployException problem) {
        /** {@return the answer, where there is one} */
        public Optional<T> answered() {
            return Optional.ofNullable(value);
        }
    }

    /**
     * Asks each machine, several at once.
     *
     * @param <T> of an answer
     * @param sessions where the machines are
     * @param targets each once
     * @param forks how many at once, 1 or more
     * @param question must change nothing; its problems become the machine's answer
     * @return an answer for each, in the order of the targets
     */
    public static <T> Map<Target, Answer<T>> ask(
            Sessions sessions, Collection<Target> targets, int forks, Function<Probe, T> question) {
        return new Everywhere(sessions, targets, forks, new Interruption()).run(question::apply);
    }
}
