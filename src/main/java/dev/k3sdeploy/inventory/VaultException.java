package dev.k3sdeploy.inventory;

/** A text of the vault cannot be decrypted; the message tells why, without a byte of it. */
final class VaultException extends Exception {
    private final String hint;

    VaultException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
