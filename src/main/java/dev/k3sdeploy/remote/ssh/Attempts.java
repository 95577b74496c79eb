package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Connection;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Connects again and again, with longer and longer pauses, as long as the endpoint's patience lasts. */
public final class Attempts {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private Attempts() {}

    /**
     * The first connection that stands, or what the last attempt failed by; a host key's problem at once.
     *
     * @param endpoint whose patience counts
     * @param attempt one try, which is given the time that it has for an answer to come at all; fails with a problem that
     *     says whether another is worth it
     * @return logged in
     */
    public static Connection repeat(SshEndpoint endpoint, Function<Duration, Connection> attempt) {
        long start = System.nanoTime();
        Duration answer = endpoint.patience().connectTimeout();
        Duration pause = FIRST_PAUSE;
        for (int retries = 0; ; retries++) {
            try {
                return attempt.apply(answer);
            } catch (UnreachableException e) {
                long waited = System.nanoTime() - start;
                if (retries >= endpoint.patience().retries()
                        || patienceWith(e, endpoint).minus(pause).toNanos() < waited) {
                    throw e;
                }
                sleep(pause, endpoint);
            }
            answer = left(endpoint.patience(), System.nanoTime() - start);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** A machine that is not there costs what there is patience for, and not a whole attempt more; half of one is tried. */
    private static Duration left(Patience patience, long waited) {
        Duration whole = patience.connectTimeout();
        Duration half = whole.dividedBy(2);
        Duration left = patience.unreachable().minusNanos(waited);
        return left.compareTo(half) < 0 ? half : left.compareTo(whole) < 0 ? left : whole;
    }

    private static Duration patienceWith(UnreachableException problem, SshEndpoint endpoint) {
        if (problem instanceof HostKeyException
                || problem.getCause() instanceof UnknownHostException
                || Thread.currentThread().isInterrupted()) {
            return Duration.ZERO;
        }
        Patience patience = endpoint.patience();
        return problem instanceof LoginRefusedException ? patience.refused() : patience.unreachable();
    }

    private static void sleep(Duration pause, SshEndpoint endpoint) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw SshProblem.interrupted(endpoint, e);
        }
    }
}
