package dev.k3sdeploy.preflight;

import dev.k3sdeploy.problem.Message;

/** A check's verdict, before it is known whose. */
record Judgement(Finding.Level level, Message reason, Message hint) {
    static Judgement ok(Message reason) {
        return new Judgement(Finding.Level.OK, reason, Message.NONE);
    }

    /** What is the same in every language: a name, a version. */
    static Judgement ok(String found) {
        return ok(Message.verbatim(found));
    }

    static Judgement warning(Message reason, Message hint) {
        return new Judgement(Finding.Level.WARNING, reason, hint);
    }

    static Judgement failure(Message reason, Message hint) {
        return new Judgement(Finding.Level.FAILURE, reason, hint);
    }

    /** When a check could not be made: no reason to stop anybody. */
    static Judgement unknown(Message why) {
        return ok(Message.of("check.unknown", why));
    }
}
