package dev.k3sdeploy;

import dev.k3sdeploy.k3s.DatastoreFiles;
import dev.k3sdeploy.k3s.NodeSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One host's wishes beyond K3S's own flags. */
final class SettingsReader {
    private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";
    private static final String KEY = "([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?" + NAME;
    private static final Pattern LABEL_KEY = Pattern.compile(KEY);
    private static final Pattern LABEL_VALUE = Pattern.compile("(" + NAME + ")?");
    private static final Pattern TAINT =
            Pattern.compile(KEY + "(=(" + NAME + ")?)?:(NoSchedule|PreferNoSchedule|NoExecute)");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> OURS = Set.of("K3S_TOKEN", "K3S_URL", "K3S_DATASTORE_ENDPOINT");

    private final HostValues values;
    private final ControlMachine here;

    SettingsReader(HostValues values, ControlMachine here) {
        this.values = values;
        this.here = here;
    }

    /** All but the manifests, which are the cluster's. */
    NodeSettings read() {
        return new NodeSettings(
                environment(),
                new RegistriesReader(values, here).read(),
                values.map(K3sVariables.KUBELET_CONFIG),
                labels(),
                taints(),
                new TreeMap<>(),
                datastore(),
                values.text(K3sVariables.AIRGAP_DIR).isPresent(),
                SecretVariables.of(values.host()));
    }

    private DatastoreFiles datastore() {
        FilesForMachines files = new FilesForMachines(values, here, DatastoreFiles.FOLDER);
        SortedMap<String, String> options = new TreeMap<>();
        for (String variable : K3sVariables.DATASTORE_FILES) {
            values.text(variable)
                    .ifPresent(path -> options.put(
                            variable.replaceFirst("^k3s_", "").replace('_', '-'),
                            files.place(variable, "the file", path)));
        }
        return new DatastoreFiles(options, files.files());
    }

    private SortedMap<String, String> environment() {
        SortedMap<String, String> environment = new TreeMap<>();
        texts(K3sVariables.ENV).forEach((name, value) -> {
            if (!VARIABLE.matcher(name).matches() || value.chars().anyMatch(c -> c < ' ')) {
                problem(K3sVariables.ENV, "has «" + name + "», whose name or value cannot be in an environment");
            } else if (OURS.contains(name)) {
                values.problem(
                        K3sVariables.ENV,
                        "sets " + name + ", which k3sdeploy sets by itself",
                        "use k3s_token, k3s_url or k3s_datastore_endpoint");
            } else {
                environment.put(name, value);
            }
        });
        return environment;
    }

    private SortedMap<String, String> labels() {
        SortedMap<String, String> labels = texts(K3sVariables.NODE_LABELS);
        labels.forEach((key, value) -> {
            if (!LABEL_KEY.matcher(key).matches() || !LABEL_VALUE.matcher(value).matches()) {
                problem(K3sVariables.NODE_LABELS, "has «" + key + "=" + value + "», which is no label of Kubernetes'");
            }
        });
        return labels;
    }

    private List<String> taints() {
        List<String> taints = new ArrayList<>();
        for (String taint : values.list(K3sVariables.NODE_TAINTS, List.of())) {
            if (TAINT.matcher(taint).matches()) {
                taints.add(taint);
            } else {
                values.problem(
                        K3sVariables.NODE_TAINTS,
                        "has «" + taint + "», which is no taint",
                        "write key=value:NoSchedule, :PreferNoSchedule or :NoExecute");
            }
        }
        return taints;
    }

    /** Numbers and truth values as YAML's readers would write them. */
    private SortedMap<String, String> texts(String variable) {
        SortedMap<String, String> texts = new TreeMap<>();
        values.map(variable).forEach((key, value) -> {
            if (isScalar(value)) {
                texts.put(key, String.valueOf(value));
            } else if (value != null) {
                problem(variable, "has «" + key + "», which must be a text");
            }
        });
        return texts;
    }

    private static boolean isScalar(@Nullable Object value) {
        return Arrays.<Class<?>>asList(String.class, Number.class, Boolean.class).stream()
                .anyMatch(type -> type.isInstance(value));
    }

    private void problem(String variable, String message) {
        values.problem(variable, message, "");
    }

    /** Of the values of a mapping that are mappings themselves. */
    static Map<String, @Nullable Object> mapping(@Nullable Object value) {
        Map<String, @Nullable Object> copy = new java.util.LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> copy.put(String.valueOf(key), item));
        }
        return copy;
    }
}
