package dev.k3sdeploy.preflight;

/** A check's verdict, before it is known whose. */
record Judgement(Finding.Level level, String reason, String hint) {
    static Judgement ok(String reason) {
        return new Judgement(Finding.Level.OK, reason, "");
    }

    static Judgement warning(String reason, String hint) {
        return new Judgement(Finding.Level.WARNING, reason, hint);
    }

    static Judgement failure(String reason, String hint) {
        return new Judgement(Finding.Level.FAILURE, reason, hint);
    }

    /** When a check could not be made: no reason to stop anybody. */
    static Judgement unknown(String why) {
        return ok("not known: " + why);
    }
}
