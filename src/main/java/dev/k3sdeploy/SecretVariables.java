package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Host;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.Variable;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.SecretNames;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The values of an inventory that its writer would not show to everybody, by the names they have: passwords, tokens,
 * the URL of a database, what begins with {@code vault_}; and those tagged {@code !vault}, whatever their names. A password
 * that is also the login's name (Vagrant's) is none.
 */
public final class SecretVariables {
    /** In a text of K3S's options, as {@code --token=x --vpn-auth "name=tailscale,joinKey=y"}. */
    private static final Pattern FLAG = Pattern.compile("--([A-Za-z0-9-]+)(?:=|\\s+)(\"[^\"]*\"|'[^']*'|\\S+)");

    private static final String OURS = "k3s_";

    private static final List<String> LOGIN_NAMES = List.of("ansible_user", "ansible_ssh_user", "ansible_become_user");

    private final Set<String> values = new HashSet<>();

    private SecretVariables() {}

    /**
     * Every secret of every host; only variables whose names tell of one, or that are ours, are looked at.
     *
     * @param inventory whose hosts' variables are read
     * @return empty when none is set
     */
    public static Set<Secret> of(Inventory inventory) {
        Set<Secret> all = new HashSet<>();
        inventory.hosts().forEach(host -> all.addAll(of(host)));
        return all;
    }

    /** Those of one host. */
    static Set<Secret> of(Host host) {
        SecretVariables its = new SecretVariables();
        host.names().stream()
                .filter(name -> name.startsWith(OURS) || SecretNames.tellsOfSecret(name))
                .forEach(name -> value(host, name).ifPresent(value -> its.add(name, value)));
        its.values.addAll(host.vaulted());
        LOGIN_NAMES.forEach(name -> value(host, name).ifPresent(user -> its.values.remove(String.valueOf(user))));
        its.values.remove("");
        return its.values.stream().map(Secret::of).collect(Collectors.toSet());
    }

    /** Empty also where it cannot be resolved: nobody uses it then. */
    private static Optional<Object> value(Host host, String name) {
        try {
            return host.variable(name).map(Variable::value);
        } catch (InvalidInputException e) {
            return Optional.empty();
        }
    }

    private void add(String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                if (inner != null) {
                    add(String.valueOf(key), inner);
                }
            });
        } else if (value instanceof List<?> list) {
            list.stream().filter(inner -> inner != null).forEach(inner -> add(name, inner));
        } else if (value instanceof String text && SecretNames.tellsOfSecret(name)) {
            values.add(text);
        } else if (value instanceof String text && name.startsWith(OURS)) {
            FLAG.matcher(text).results().forEach(flag -> add(flag.group(1), unquoted(flag.group(2))));
        }
    }

    private static String unquoted(String word) {
        return word.startsWith("\"") || word.startsWith("'") ? word.substring(1, word.length() - 1) : word;
    }
}
