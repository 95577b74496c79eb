package dev.k3sdeploy.inventory;

/**
 * A password of Ansible's vault.
 *
 * @param id the vault id that it belongs to; {@code default} when the user gave none
 * @param password as it stands in the file, without the end of its line
 */
public record VaultSecret(String id, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return id + ":•••";
    }
}
