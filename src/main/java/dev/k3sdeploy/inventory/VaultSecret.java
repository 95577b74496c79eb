package dev.k3sdeploy.inventory;

/**
 * A password of Ansible's vault.
 *
 * @param id the vault id that it belongs to; {@code default} when the user gave none
 */
public record VaultSecret(String id, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return id + ":•••";
    }
}
