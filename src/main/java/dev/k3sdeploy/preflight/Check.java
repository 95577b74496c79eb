package dev.k3sdeploy.preflight;

import dev.k3sdeploy.problem.Message;
import java.util.function.Function;

/**
 * One thing to find out about a machine.
 *
 * @param name stable: users write it in inventories and command lines
 */
record Check(String name, Function<Subject, Judgement> judge) {
    Finding of(Subject subject) {
        Judgement judgement = judge.apply(subject);
        return new Finding(subject.node().target(), name, judgement.level(), judgement.reason(), judgement.hint());
    }

    Finding skipped(Subject subject) {
        return new Finding(
                subject.node().target(), name, Finding.Level.SKIPPED, Message.of("check.skipped"), Message.NONE);
    }
}
