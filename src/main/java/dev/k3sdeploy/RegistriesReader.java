package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Nearest;
import dev.k3sdeploy.k3s.Registries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** registries.yaml as the inventory writes it; the files that it names are read here and go to the machines. */
final class RegistriesReader {
    private static final List<String> SECTIONS = List.of("mirrors", "configs", "auths");
    private static final List<String> TLS_FILES = List.of("ca_file", "cert_file", "key_file");

    private final HostValues values;
    private final ControlMachine here;
    private final SortedMap<String, String> files = new TreeMap<>();

    RegistriesReader(HostValues values, ControlMachine here) {
        this.values = values;
        this.here = here;
    }

    /** Empty when nothing is wished but maybe k3s_docker_mirror, which the node's own setting is. */
    Optional<Registries> read() {
        Map<String, @Nullable Object> wished = values.map(K3sVariables.REGISTRIES);
        if (wished.isEmpty()) {
            return Optional.empty();
        }
        wished.keySet().stream().filter(key -> !SECTIONS.contains(key)).forEach(this::unknown);
        Map<String, @Nullable Object> content = new LinkedHashMap<>(wished);
        withMirror(content);
        Map<String, @Nullable Object> configs = SettingsReader.mapping(content.get("configs"));
        configs.replaceAll((registry, config) -> config(config));
        if (!configs.isEmpty()) {
            content.put("configs", configs);
        }
        boolean secret = content.containsKey("auths")
                || configs.values().stream()
                        .anyMatch(config -> SettingsReader.mapping(config).containsKey("auth"));
        return Optional.of(new Registries(content, files, secret));
    }

    private void unknown(String key) {
        values.problem(
                K3sVariables.REGISTRIES,
                "has «" + key + "», and registries.yaml knows mirrors and configs",
                Nearest.to(key, SECTIONS)
                        .map(near -> "do you mean " + near + "?")
                        .orElse(""));
    }

    private void withMirror(Map<String, @Nullable Object> content) {
        Optional<String> mirror = values.text(K3sVariables.DOCKER_MIRROR);
        if (mirror.isEmpty()) {
            return;
        }
        Map<String, @Nullable Object> mirrors = SettingsReader.mapping(content.get("mirrors"));
        Map<String, @Nullable Object> docker = SettingsReader.mapping(mirrors.get("docker.io"));
        List<@Nullable Object> endpoints = new ArrayList<>(List.of(mirror.get()));
        if (docker.get("endpoint") instanceof List<?> given) {
            given.stream().filter(endpoint -> !mirror.get().equals(endpoint)).forEach(endpoints::add);
        }
        docker.put("endpoint", endpoints);
        mirrors.put("docker.io", docker);
        content.put("mirrors", mirrors);
    }

    private Map<String, @Nullable Object> config(@Nullable Object config) {
        Map<String, @Nullable Object> copy = SettingsReader.mapping(config);
        if (copy.containsKey("tls")) {
            Map<String, @Nullable Object> tls = SettingsReader.mapping(copy.get("tls"));
            TLS_FILES.forEach(name -> {
                if (tls.get(name) instanceof String path) {
                    tls.put(name, onMachine(name, path));
                }
            });
            copy.put("tls", tls);
        }
        return copy;
    }

    /** A file of this machine goes to the others; an absolute path that is not here is one of theirs. */
    private String onMachine(String name, String path) {
        Path file = here.path(path);
        if (!Files.isRegularFile(file)) {
            if (!path.startsWith("/")) {
                values.problem(
                        K3sVariables.REGISTRIES,
                        "names " + name + " «" + path + "», and there is no file " + file,
                        "give a path of this machine, or an absolute one of the machines");
            }
            return path;
        }
        try {
            String text = Files.readString(file);
            String placed = sha256(text).substring(0, 12) + "-"
                    + file.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "-");
            files.put(placed, text);
            return Registries.FOLDER + "/" + placed;
        } catch (IOException e) {
            values.problem(K3sVariables.REGISTRIES, "names " + file + ", which cannot be read: " + e, "");
            return path;
        }
    }

    private static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
