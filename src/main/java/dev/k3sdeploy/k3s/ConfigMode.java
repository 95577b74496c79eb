package dev.k3sdeploy.k3s;

import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.SecretNames;
import dev.k3sdeploy.remote.SecretShapes;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may read config.yaml. As a rule root alone; but K3S's own kubectl reads it, and fails for who cannot. Where the user
 * lets everybody read k3s.yaml, which is all rights over the cluster, a config.yaml without secrets hides nothing from them.
 */
final class ConfigMode {
    private static final String FOR_ROOT = "0600";
    private static final String FOR_ALL = "0644";

    /** As K3S reads it: octal, whether it came as a text or as a number. */
    private static final Pattern READABLE = Pattern.compile("[0-7]*[4-7]");

    /** In {@code kube-apiserver-arg} and its kind; a switch is no secret: {@code anonymous-auth=false}. */
    private static final Pattern ASSIGNED = Pattern.compile("([A-Za-z0-9_.-]+)=(?!(?:true|false)\\b)");

    private ConfigMode() {}

    /** The mode of a node's config.yaml; only servers have a k3s.yaml. */
    static String of(NodeSpec node) {
        return node.role() == Role.SERVER && kubeconfigIsForAll(node) && !holdsSecret(node) ? FOR_ALL : FOR_ROOT;
    }

    /** For K3S an option wins over the environment, and of several the last one counts. */
    private static boolean kubeconfigIsForAll(NodeSpec node) {
        List<Object> modes = node.options().get("write-kubeconfig-mode");
        String mode = modes.isEmpty()
                ? node.settings().environment().getOrDefault("K3S_KUBECONFIG_MODE", "")
                : String.valueOf(modes.get(modes.size() - 1));
        return READABLE.matcher(mode).matches();
    }

    private static boolean holdsSecret(NodeSpec node) {
        Set<Secret> known = node.settings().secrets();
        return node.options().keys().stream()
                .anyMatch(key -> node.options().get(key).stream()
                        .anyMatch(value -> value instanceof String text
                                && (isSecret(key, text) || known.stream().anyMatch(it -> text.contains(it.reveal())))));
    }

    private static boolean isSecret(String key, String text) {
        Matcher assigned = ASSIGNED.matcher(text);
        return SecretNames.tellsOfSecret(key)
                || !SecretShapes.in(text).isEmpty()
                || assigned.results().anyMatch(word -> SecretNames.tellsOfSecret(word.group(1)));
    }
}
