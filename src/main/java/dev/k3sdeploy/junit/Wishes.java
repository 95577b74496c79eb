package dev.k3sdeploy.junit;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What is asked of the tests' clusters by JUnit's configuration, {@code k3sdeploy.keep} and {@code k3sdeploy.lab}, or else
 * by the environment, {@code K3SDEPLOY_KEEP} and {@code K3SDEPLOY_LAB}.
 *
 * @param keep leave a cluster as it is when a test has failed on it
 * @param required machines that are absent are a failure, not a reason to skip
 */
record Wishes(boolean keep, boolean required) {
    static Wishes of(ExtensionContext context) {
        return of(context::getConfigurationParameter, ofThisProcess());
    }

    static Wishes of(Function<String, Optional<String>> configuration, Map<String, String> environment) {
        String keep = configuration.apply("k3sdeploy.keep").orElse(environment.getOrDefault("K3SDEPLOY_KEEP", ""));
        String lab = configuration.apply("k3sdeploy.lab").orElse(environment.getOrDefault("K3SDEPLOY_LAB", ""));
        return new Wishes(keep.equals("true"), lab.equals("required"));
    }

    private static Map<String, String> ofThisProcess() {
        return System.getenv();
    }
}
