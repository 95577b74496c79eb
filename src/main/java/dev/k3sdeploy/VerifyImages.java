package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Nearest;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.kube.Images;
import dev.k3sdeploy.problem.InvalidInputException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The images of a verification: the inventory's, those of a registry, or those that the nodes have. */
final class VerifyImages {
    static final String OPTION = "--images";

    private static final List<String> KEYS = List.of("shell", "other", "exercises");
    private static final String IMAGE = "[A-Za-z0-9][A-Za-z0-9._/:@-]*";
    private static final String REGISTRY = "[A-Za-z0-9][A-Za-z0-9.-]*(:\\d{1,5})?(/[A-Za-z0-9._/-]+)?";

    private VerifyImages() {}

    /** {@code k3s_verify_images}; where K3S itself has a registry of its own for all images, from there. */
    static Images read(HostValues values, NodeSpec server) {
        Map<String, @Nullable Object> wished = values.map(K3sVariables.VERIFY_IMAGES);
        Images usual = server.options().get("system-default-registry").stream()
                .map(Object::toString)
                .filter(registry -> registry.matches(REGISTRY))
                .findFirst()
                .map(Images.DEFAULTS::from)
                .orElse(Images.DEFAULTS);
        try {
            return of(wished, usual, true);
        } catch (IllegalArgumentException e) {
            values.problem(K3sVariables.VERIFY_IMAGES, String.valueOf(e.getMessage()), "");
            return usual;
        }
    }

    /**
     * As the command line has it.
     *
     * @param option a file that says which images the nodes have, or else a registry
     * @throws InvalidInputException when it is neither
     */
    static Images named(String option, Images inventory, ControlMachine here) {
        Path file = here.path(option);
        if (Files.isRegularFile(file)) {
            return ofFile(file);
        }
        if (!option.matches(REGISTRY) || option.endsWith(".yml") || option.endsWith(".yaml")) {
            throw InvalidInputException.of(
                    OPTION,
                    "«" + option + "» is neither a file nor a registry",
                    "name a registry, as registry.school:5000, or a file with lines as shell: busybox:1.36");
        }
        return inventory.from(option);
    }

    private static Images ofFile(Path file) {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            lines.load(reader);
            Map<String, @Nullable Object> wished = new TreeMap<>();
            lines.forEach((key, value) -> wished.put(key.toString(), value));
            if (!wished.containsKey("shell")) {
                throw new IllegalArgumentException("names no shell");
            }
            String shell = Objects.toString(wished.get("shell"));
            return of(wished, new Images(shell, shell, List.of(), false), false);
        } catch (IOException | IllegalArgumentException e) {
            throw InvalidInputException.of(
                    OPTION, file + " " + e.getMessage(), "it has lines as shell: docker.io/library/busybox:1.36");
        }
    }

    private static Images of(Map<String, @Nullable Object> wished, Images usual, boolean pull) {
        for (String key : wished.keySet()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("has «" + key + "», and " + String.join(", ", KEYS) + " are known"
                        + Nearest.to(key, KEYS)
                                .map(near -> ": do you mean " + near + "?")
                                .orElse(""));
            }
        }
        String shell = one(wished, "shell").orElse(usual.shell());
        String other = one(wished, "other").orElse(wished.containsKey("shell") ? shell : usual.other());
        return new Images(shell, other, wished.containsKey("exercises") ? list(wished) : usual.exercises(), pull);
    }

    private static Optional<String> one(Map<String, @Nullable Object> wished, String key) {
        return Optional.ofNullable(wished.get(key)).map(Object::toString).map(VerifyImages::image);
    }

    private static List<String> list(Map<String, @Nullable Object> wished) {
        Object value = Objects.requireNonNullElse(wished.get("exercises"), "");
        Stream<String> all = value instanceof List<?> list
                ? list.stream().map(String::valueOf)
                : Stream.of(value.toString().split("[,\\s]+"));
        return all.filter(text -> !text.isBlank()).map(VerifyImages::image).toList();
    }

    private static String image(String text) {
        if (!text.matches(IMAGE)) {
            throw new IllegalArgumentException("has the image «" + text + "», which is none");
        }
        return text;
    }
}
