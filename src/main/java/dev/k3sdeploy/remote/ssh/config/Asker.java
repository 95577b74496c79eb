package dev.k3sdeploy.remote.ssh.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Who reads the configuration, as far as it matters to what it says.
 *
 * @param user who is logged in here
 * @param home where {@code .ssh} is
 * @param environment for {@code ${…}} in the files
 */
public record Asker(String user, Path home, Map<String, String> environment) {
    /** A path as a configuration writes it: {@code ~} is the home. */
    Path path(String written) {
        if (written.equals("~") || written.startsWith("~/")) {
            return home.resolve(written.substring(Math.min(2, written.length())));
        }
        return Path.of(written);
    }
}
