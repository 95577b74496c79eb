package dev.k3sdeploy.inventory;

/** A value under Ansible's {@code !vault} tag, still encrypted: the envelope's text as written. */
record Encrypted(String envelope) {
    /** What {@code --graph --vars} shows: neither the secret nor pages of digits. */
    @Override
    public String toString() {
        return "!vault";
    }
}
