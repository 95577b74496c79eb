package dev.k3sdeploy.k3s;

import dev.k3sdeploy.remote.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code k3s etcd-snapshot save} must be told, so that its copy goes to S3 as K3S's own do. It has a flag for each of
 * the server's, and did not always read config.yaml: v1.22.2 does not.
 */
record SnapshotInS3(NodeSpec server) {
    /** Those that every K3S knows which knows the server's flag. */
    private static final List<String> FLAGS =
            List.of("endpoint", "endpoint-ca", "skip-ssl-verify", "bucket", "region", "folder", "insecure");

    private static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";
    private static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";

    /** Shell words after {@code save}; none where the snapshots do not go to S3. */
    String flags() {
        if (!wanted()) {
            return "";
        }
        List<String> words = new ArrayList<>(List.of("--s3"));
        for (String flag : FLAGS) {
            value("etcd-s3-" + flag).forEach(value -> words.add("--s3-" + flag + "=" + value));
        }
        return words.stream().map(Shell::quote).collect(Collectors.joining(" ", " ", ""));
    }

    /** Shell commands that take the two lines of {@link #keys}, so that no key is in a command line. */
    static String readKeys() {
        return "IFS= read -r access; IFS= read -r secret\n[ -z \"$access\" ] || export " + ACCESS_KEY + "=\"$access\" "
                + SECRET_KEY + "=\"$secret\"";
    }

    /** As K3S's server is told them, by its options or by its environment. */
    String keys() {
        return wanted()
                ? key("etcd-s3-access-key", ACCESS_KEY) + "\n" + key("etcd-s3-secret-key", SECRET_KEY) + "\n"
                : "\n\n";
    }

    private boolean wanted() {
        return value("etcd-s3").contains("true");
    }

    private String key(String option, String variable) {
        return value(option).stream()
                .findFirst()
                .orElseGet(() -> server.settings().environment().getOrDefault(variable, ""));
    }

    private List<String> value(String option) {
        return server.options().get(option).stream().map(Object::toString).toList();
    }
}
