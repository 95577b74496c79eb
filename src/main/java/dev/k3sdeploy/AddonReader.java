package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Nearest;
import dev.k3sdeploy.k3s.Addon;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.kube.WishedAddon;
import dev.k3sdeploy.nfs.NfsServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code k3s_addons}: applications of the course by name, and the values that an inventory gives them. */
final class AddonReader {
    /** What the course calls PostGIS and GeoServer together. */
    private static final Map<String, List<String>> TOGETHER = Map.of("geostack", List.of("cnpg", "geoserver"));

    private static final String SERVER = "server";
    private static final String VALUE = "[A-Za-z0-9][A-Za-z0-9._:/@-]*|/[A-Za-z0-9._/-]*";

    private final HostValues values;
    private final String domain;
    private final Map<Addon, Map<String, String>> wished = new LinkedHashMap<>();

    /**
     * Reads them.
     *
     * @param first the first server's values
     */
    AddonReader(HostValues first, NodeSpec server, List<NfsServer> nfs) {
        this.values = first;
        this.domain = first.parsed(K3sVariables.DOMAIN, AddonReader::domain)
                .orElseGet(() -> server.address().map(ip -> ip + ".nip.io").orElse("k3s.test"));
        Map<String, @Nullable Object> given = first.map(K3sVariables.ADDON_VALUES);
        given.keySet().stream()
                .filter(name -> Addon.named(name).isEmpty())
                .forEach(name -> unknown(K3sVariables.ADDON_VALUES, name));
        for (String name : names()) {
            Optional<Addon> addon = Addon.named(name);
            if (addon.isEmpty()) {
                unknown(K3sVariables.ADDONS, name);
            } else {
                wished.put(addon.get(), values(addon.get(), SettingsReader.mapping(given.get(name)), nfs));
            }
        }
    }

    /** On a command line a list is a text: {@code [whoami,geostack]}. */
    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        Object given = values.any(K3sVariables.ADDONS).orElse(List.of());
        for (Object item : given instanceof List<?> list ? list : List.of(given)) {
            Stream.of(String.valueOf(item)
                            .replaceAll("[\\[\\]'\"]", " ")
                            .strip()
                            .split("[,\\s]+"))
                    .filter(name -> !name.isEmpty())
                    .forEach(name -> names.addAll(TOGETHER.getOrDefault(name, List.of(name))));
        }
        return names;
    }

    private Map<String, String> values(Addon addon, Map<String, @Nullable Object> given, List<NfsServer> nfs) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(Addon.DOMAIN, domain);
        nfs.stream().flatMap(one -> one.address().stream()).findFirst().ifPresent(address -> all.put(SERVER, address));
        given.forEach((key, value) -> {
            String text = Objects.toString(value, "");
            if (!addon.defaults().containsKey(key)) {
                problem("has «" + key + "» for " + addon.name() + ", which takes "
                        + String.join(", ", new TreeMap<>(addon.defaults()).keySet()));
            } else if (!text.matches(VALUE)) {
                problem("has «" + text + "» as " + key + " of " + addon.name() + ", which cannot be");
            } else {
                all.put(key, text);
            }
        });
        if (addon.defaults().containsKey(SERVER) && !all.containsKey(SERVER)) {
            values.problem(
                    K3sVariables.ADDONS,
                    "asks for " + addon.name() + ", and there is no NFS server",
                    "put a host into the group nfs_server, or k3s_addon_values: {" + addon.name() + ": {server: …}}");
        }
        return all;
    }

    private void problem(String message) {
        values.problem(K3sVariables.ADDON_VALUES, message, "see docs/addons.md");
    }

    private void unknown(String variable, String name) {
        List<String> names = Stream.concat(Addon.ALL.stream().map(Addon::name), TOGETHER.keySet().stream())
                .toList();
        values.problem(
                variable,
                "names no add-on by «" + name + "»",
                Nearest.to(name, names)
                        .map(near -> "do you mean " + near + "?")
                        .orElse("they are: " + String.join(", ", names)));
    }

    private static String domain(String text) {
        if (!text.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
            throw new IllegalArgumentException("is «" + text + "», which is not a domain, as dev.example.org");
        }
        return text;
    }

    /** By the name that the file gets on the machine. */
    Map<String, String> manifests() {
        Map<String, String> manifests = new LinkedHashMap<>();
        wished.forEach((addon, its) -> manifests.put(addon.file(), addon.manifest(its)));
        return manifests;
    }

    /** All that there are, for who looks whether they run. */
    List<WishedAddon> addons() {
        List<WishedAddon> all = new ArrayList<>();
        for (Addon addon : Addon.ALL) {
            all.add(new WishedAddon(
                    addon.name(),
                    wished.containsKey(addon),
                    addon.namespace(),
                    addon.workloads().stream()
                            .map(text -> text.split(" "))
                            .map(words -> new WishedAddon.Workload(words[0], words[1]))
                            .toList(),
                    addon.web() ? Optional.of(addon.name() + "." + domain) : Optional.empty()));
        }
        return all;
    }
}
