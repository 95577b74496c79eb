package dev.k3sdeploy.k3s;

import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How images are pulled: https://docs.k3s.io/installation/private-registry.
 *
 * @param content of registries.yaml
 * @param files of TLS that the content names, in {@link #FOLDER}; a name changes with its file's content, so that the
 *     content does too, and K3S is restarted
 * @param secret whether the content holds a password
 */
public record Registries(Map<String, @Nullable Object> content, SortedMap<String, String> files, boolean secret) {
    /** Where the files of TLS are on a machine. */
    public static final String FOLDER = "/etc/rancher/k3s/registry-tls";

    String yaml() {
        return BlockYaml.of(content);
    }
}
