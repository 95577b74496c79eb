package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Nearest;
import dev.k3sdeploy.k3s.Registries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** registries.yaml as the inventory writes it; the files that it names are read here and go to the machines. */
final class RegistriesReader {
    private static final List<String> SECTIONS = List.of("mirrors", "configs", "auths");
    private static final List<String> TLS_FILES = List.of("ca_file", "cert_file", "key_file");

    private final HostValues values;
    private final FilesForMachines files;

    RegistriesReader(HostValues values, ControlMachine here) {
        this.values = values;
        this.files = new FilesForMachines(values, here, Registries.FOLDER);
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
        return Optional.of(new Registries(content, files.files(), secret));
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
                    tls.put(name, files.place(K3sVariables.REGISTRIES, name, path));
                }
            });
            copy.put("tls", tls);
        }
        return copy;
    }
}
