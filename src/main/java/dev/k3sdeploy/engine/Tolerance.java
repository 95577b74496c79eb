package dev.k3sdeploy.engine;

import java.util.List;
import java.util.function.Predicate;

/**
 * How many machines a run may lose. Without some that cannot be reached it goes on; when there are more, or when as many
 * have failed, it begins no further task anywhere. Without a tolerance the other machines end the play that lost one, which
 * is the last.
 *
 * @param most how many, 0 or more
 * @param dispensable of which machines; when another one is lost, the play that lost it is the last
 * @param listener hears what comes of it
 */
public record Tolerance(int most, Predicate<Target> dispensable, Listener listener) {
    /** Hears of machines that were lost, each once. */
    public interface Listener {
        /**
         * The run goes on without machines.
         *
         * @param lost could not be reached, in the order in which they were lost
         * @param most as many may be lost
         */
        void wentOnWithout(List<Target> lost, int most);

        /**
         * The run stops.
         *
         * @param lost all machines that could not be reached or failed, in the order in which they were lost
         * @param most as many might have been lost
         */
        void stopped(List<Target> lost, int most);
    }
}
