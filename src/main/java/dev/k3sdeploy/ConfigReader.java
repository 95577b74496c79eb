package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Nearest;
import dev.k3sdeploy.k3s.ConfigOptions;
import dev.k3sdeploy.k3s.KnownFlags;
import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.problem.InputProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A host's part of K3S's config.yaml: of all nodes, of its role, of the host alone; what is nearer wins. As in K3S, a key
 * with a plus sign adds to the list that is there. What K3S is not known to take is a warning.
 */
final class ConfigReader {
    private static final Pattern MINOR = Pattern.compile("^v1\\.(\\d{1,4})\\b");
    private static final Set<String> USUAL_MODES =
            Set.of("400", "440", "444", "600", "640", "644", "660", "664", "666");
    private static final int NEWEST = Integer.MAX_VALUE;

    private final KnownFlags known = KnownFlags.read();
    private final HostValues values;
    private final Role role;
    private final List<InputProblem> warnings = new ArrayList<>();

    ConfigReader(HostValues values, Role role) {
        this.values = values;
        this.role = role;
    }

    /** What was found to be doubtful while reading. */
    List<InputProblem> warnings() {
        return List.copyOf(warnings);
    }

    ConfigOptions read() {
        ConfigOptions merged = ConfigOptions.none();
        String ofRole = role == Role.SERVER ? K3sVariables.SERVER_CONFIG : K3sVariables.AGENT_CONFIG;
        for (String variable : List.of(K3sVariables.CONFIG, ofRole, K3sVariables.NODE_CONFIG)) {
            merged = merge(merged, variable);
        }
        return merged;
    }

    private ConfigOptions merge(ConfigOptions wider, String variable) {
        Map<String, @Nullable Object> map = values.map(variable);
        ConfigOptions merged = wider;
        try {
            ConfigOptions own = ConfigOptions.ofMapping(map);
            check(variable, own);
            checkMode(variable, map);
            for (String key : map.keySet()) {
                String name = bare(key);
                merged = key.endsWith("+") ? merged : merged.without(Set.of(name));
                for (Object value : own.get(key)) {
                    merged = merged.with(name, value);
                }
            }
        } catch (IllegalArgumentException e) {
            values.problem(variable, "cannot be read: " + e.getMessage(), "as in K3S's own config.yaml");
        }
        return variable.equals(K3sVariables.CONFIG) ? forRole(merged) : merged;
    }

    /** What is for all nodes may hold what only servers know; an agent would not start with it. */
    private ConfigOptions forRole(ConfigOptions ofAll) {
        return role == Role.SERVER
                ? ofAll
                : ofAll.without(ofAll.keys().stream().filter(known::serversOnly).collect(Collectors.toSet()));
    }

    private static String bare(String key) {
        return key.replaceFirst("\\+$", "");
    }

    /** Warns of keys that K3S is not known to have, or no longer, or not yet; and what cannot be done is a problem. */
    void check(String variable, ConfigOptions options) {
        for (String key : options.keys()) {
            String name = bare(key);
            if (name.equals("data-dir")) {
                checkFolder(variable, options.get(key));
            }
            Optional<String> renamed = known.renamed(name);
            if (!known.has(name)) {
                warn(
                        variable,
                        "has «" + name + "», which K3S is not known to have",
                        Nearest.to(name, known.names())
                                .map(near -> "do you mean " + near + "?")
                                .orElse("it is passed on as it is: https://docs.k3s.io/cli/server"));
            } else if (renamed.isPresent()) {
                warn(variable, "has «" + name + "», which newer versions do not know", "use " + renamed.get());
            } else if (role == Role.AGENT && known.serversOnly(name) && !variable.equals(K3sVariables.CONFIG)) {
                warn(variable, "has «" + name + "», which only servers know", "an agent does not start with it");
            }
            known.laterThan(name, minor())
                    .ifPresent(since -> warn(
                            variable,
                            "has «" + name + "», which K3S has since v1." + since,
                            "take a newer k3s_version or k3s_channel"));
        }
    }

    /** What reads, saves and removes them looks in one place. */
    private void checkFolder(String variable, List<Object> folders) {
        if (folders.stream()
                .anyMatch(folder -> !folder.toString().replaceFirst("/+$", "").equals(Role.DATA))) {
            values.problem(
                    variable,
                    "asks for a data-dir of its own, and k3sdeploy keeps K3S's data in " + Role.DATA,
                    "mount the disk that they should be on there, or at /var/lib/rancher, before `up`");
        }
    }

    /** YAML reads 0644 as the number 420, and so it would reach K3S; 644 arrives as it is. */
    private void checkMode(String variable, Map<String, @Nullable Object> map) {
        if (map.get("write-kubeconfig-mode") instanceof Integer number
                && USUAL_MODES.contains(Integer.toOctalString(number))) {
            warn(
                    variable,
                    "has write-kubeconfig-mode " + number + ", which was 0" + Integer.toOctalString(number)
                            + " before YAML read it",
                    "put it in quotes");
        }
    }

    private int minor() {
        String wish = values.text(K3sVariables.VERSION)
                .or(() -> values.text(K3sVariables.CHANNEL))
                .orElse("");
        Matcher minor = MINOR.matcher(wish);
        return minor.find() ? Integer.parseInt(minor.group(1)) : NEWEST;
    }

    private void warn(String variable, String message, String hint) {
        warnings.add(values.warning(variable, message, hint));
    }
}
