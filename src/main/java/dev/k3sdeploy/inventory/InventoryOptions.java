package dev.k3sdeploy.inventory;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an inventory is read with, besides its sources.
 *
 * @param workingDirectory relative paths start here; {@code playbook_dir} and its {@code group_vars/} and
 *     {@code host_vars/} too, as there is no playbook
 * @param home what {@code ~} stands for
 * @param environment for {@code lookup('env', …)}
 * @param vaultSecrets tried in this order, those whose id a text names first
 */
public record InventoryOptions(
        Path workingDirectory, Path home, Map<String, String> environment, List<VaultSecret> vaultSecrets) {
    /**
     * Makes the path absolute, and takes copies.
     *
     * @param workingDirectory {@link #workingDirectory()}
     * @param home {@link #home()}
     * @param environment {@link #environment()}
     * @param vaultSecrets {@link #vaultSecrets()}
     */
    public InventoryOptions {
        workingDirectory = workingDirectory.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
        vaultSecrets = List.copyOf(vaultSecrets);
    }

    /**
     * Without environment and vault.
     *
     * @param workingDirectory where relative paths begin
     * @param home where {@code ~} is
     * @return options for files alone
     */
    public static InventoryOptions in(Path workingDirectory, Path home) {
        return new InventoryOptions(workingDirectory, home, Map.of(), List.of());
    }

    /**
     * As the command reads inventories: with this process's working directory, home and environment, and without a vault.
     *
     * @return taken now; a later change of the process's is not seen
     */
    public static InventoryOptions ofThisProcess() {
        return new InventoryOptions(Path.of(""), Path.of(System.getProperty("user.home")), System.getenv(), List.of());
    }

    /** A path as the user wrote it: {@code ~} is the home, the rest is relative to the working directory. */
    Path path(String written) {
        String expanded = written.equals("~") || written.startsWith("~/") ? home + written.substring(1) : written;
        return workingDirectory.resolve(expanded).normalize();
    }
}
