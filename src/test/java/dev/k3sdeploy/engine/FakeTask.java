package dev.k3sdeploy.engine;

import java.util.function.Function;

/** A task made of a title and a check. */
record FakeTask(String title, Function<Probe, Verdict> checked) implements Task {
    static FakeTask inPlace(String title) {
        return new FakeTask(title, host -> Verdict.inPlace("seen"));
    }

    @Override
    public Verdict check(Probe host) {
        return checked.apply(host);
    }
}
