package dev.k3sdeploy.inventory;

import org.jspecify.annotations.Nullable;

/** Reads a text that may be JSON or YAML, as Ansible does: JSON when it parses as such, else YAML. */
final class Documents {
    private Documents() {}

    /** Null when it is neither; the problem is told then. */
    static @Nullable Tree read(TextFile file, Problems problems) {
        Tree json = JsonReader.readIfJson(file, problems);
        return json == null ? YamlReader.read(file, problems) : json;
    }
}
