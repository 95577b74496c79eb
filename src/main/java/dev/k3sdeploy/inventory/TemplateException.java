package dev.k3sdeploy.inventory;

/** A value cannot be resolved; says why, and where the value stands as far as known. */
final class TemplateException extends RuntimeException {
    private final transient Location at;
    private final String hint;

    TemplateException(Location at, String message, String hint) {
        super(message, null, false, false);
        this.at = at;
        this.hint = hint;
    }

    Location at() {
        return at;
    }

    String hint() {
        return hint;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
