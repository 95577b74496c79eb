package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Machine;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A token was made that agents can join with for a while.
 *
 * @param ttl as K3S reads it: {@code 24h}; {@code 0} for ever
 * @param made where it goes; nowhere else is it to be had
 */
record TokenMade(Optional<String> ttl, Optional<String> description, MadeToken made) implements Task {
    @Override
    public String title() {
        return "Create a token";
    }

    @Override
    public Verdict check(Probe host) {
        return made.token().isPresent()
                ? Verdict.inPlace("it is made")
                : Verdict.drift("let K3S make one that agents join with", this::make);
    }

    private void make(Machine machine) {
        List<String> words = new ArrayList<>(List.of(K3sBinary.PLACE, "token", "create"));
        ttl.ifPresent(text -> words.addAll(List.of("--ttl", text)));
        description.ifPresent(text -> words.addAll(List.of("--description", text)));
        made.set(Secret.of(machine.run(Command.of(words.toArray(String[]::new)).confidential())
                .text()));
    }
}
