package dev.k3sdeploy.preflight;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The facts of each machine, asked once in a run: by its own check, or by another's that was first to need them. */
final class FactsOfAll {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    /** Less than what is a difference between two machines' clocks, more than a slow machine takes to read both of its. */
    private static final Duration JUMP = Duration.ofSeconds(20);

    private final Function<Target, String> script;
    private final InstantSource here;
    private final Instant began;
    private final long beganNanos = System.nanoTime();
    private final Map<Target, CompletableFuture<Facts>> asked = new ConcurrentHashMap<>();

    /**
     * Nothing is asked yet.
     *
     * @param script to run on a machine
     */
    FactsOfAll(Function<Target, String> script, InstantSource here) {
        this.script = script;
        this.here = here;
        this.began = here.instant();
    }

    /** @throws K3sDeployException the same for all who ask, when the machine cannot tell */
    Facts of(Probe host) {
        CompletableFuture<Facts> mine = new CompletableFuture<>();
        CompletableFuture<Facts> first = asked.putIfAbsent(host.target(), mine);
        if (first == null) {
            ask(host, mine);
            first = mine;
        }
        try {
            return first.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof K3sDeployException problem) {
                throw problem;
            }
            throw e;
        }
    }

    private void ask(Probe host, CompletableFuture<Facts> answer) {
        try {
            long before = here.instant().getEpochSecond();
            String text = host.ask(Command.script(script.apply(host.target())).within(WITHIN))
                    .text();
            answer.complete(facts(text, before, here.instant().getEpochSecond() + 1));
        } catch (RuntimeException | Error e) { // whoever else waits for these facts must hear of bugs too
            answer.completeExceptionally(e);
        }
    }

    private Facts facts(String text, long before, long after) {
        Facts facts = Facts.parse(text, ClockOffset.UNKNOWN);
        return facts.number("clock").isEmpty() || wasSet()
                ? facts
                : new Facts(facts.values(), ClockOffset.of(facts.number("clock").getAsLong(), before, after));
    }

    /** Whether this machine's clock was set, or the machine slept, so that it compares no machine with an earlier one. */
    private boolean wasSet() {
        Duration even = Duration.ofNanos(System.nanoTime() - beganNanos);
        return Duration.between(began, here.instant()).minus(even).abs().compareTo(JUMP) > 0;
    }
}
