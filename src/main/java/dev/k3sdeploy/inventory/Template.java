package dev.k3sdeploy.inventory;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with Jinja in it. What most inventories hold, {@code {{ name }}} between plain text, is rendered here; anything
 * more is left to {@link Jinja}, whose engine takes several times as long to load as the rest of an inventory to read.
 */
record Template(String text, Location at) {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*([A-Za-z_]\\w*)\\s*\\}\\}");
    private static final Pattern SINGLE = Pattern.compile("\\{\\{\\s*(\\w+)\\s*\\}\\}");
    /** Names that mean something without being a variable. */
    private static final Set<String> ENGINE =
            Set.of("true", "false", "none", "True", "False", "None", "hostvars", "vars", "omit");
    /** Facts under {@code ansible_facts}, and those that inventories name directly. */
    private static final Pattern FACT = Pattern.compile(
            "ansible_(facts|local|default_ipv[46]|all_ipv[46]_addresses|interfaces|hostname|nodename|fqdn"
                    + "|domain|distribution\\w*|os_family|architecture|machine|system|kernel|processor\\w*|mem\\w*|swap\\w*"
                    + "|virtualization\\w*|date_time|env|eth\\d\\w*|ens\\d\\w*|eno\\d\\w*|enp\\w+|wlan\\w+|bond\\d\\w*|br\\w+)");

    static boolean mayBe(String text) {
        return text.contains("{{") || text.contains("{%") || text.contains("{#");
    }

    /** The value, by Ansible's rule: text, unless it reads as a list, a mapping or a truth value, or is a lone reference. */
    @Nullable
    Object render(Resolver resolver, HostVariables host) {
        Matcher single = SINGLE.matcher(text);
        if (single.matches()) {
            Given given = host.findOrAlias(single.group(1));
            if (given != null) {
                return asIs(resolver.variable(host, single.group(1), given));
            }
        }
        String simple = text.contains("{%") || text.contains("{#") ? null : simple(resolver, host);
        return simple == null ? Jinja.render(this, new TemplateScope(this, resolver, host)) : typed(simple);
    }

    private static @Nullable Object asIs(@Nullable Object value) {
        return value instanceof String text ? typed(text) : value;
    }

    /** What Ansible makes of a rendered text. */
    static @Nullable Object typed(String text) {
        boolean literal = text.startsWith("{") || text.startsWith("[") || text.equals("True") || text.equals("False");
        return literal ? PythonLiteral.orTextWithJsonNames(text) : text;
    }

    /** What a value looks like inside of a text. */
    static String inText(@Nullable Object value) {
        return value == null ? "" : PythonValues.text(value);
    }

    /** Null when there is more than references in it. */
    private @Nullable String simple(Resolver resolver, HostVariables host) {
        StringBuilder out = new StringBuilder();
        Matcher reference = REFERENCE.matcher(text);
        int done = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", done)) {
            if (!reference.region(open, text.length()).lookingAt() || ENGINE.contains(reference.group(1))) {
                return null;
            }
            out.append(text, done, open).append(inText(referenced(reference.group(1), resolver, host)));
            done = reference.end();
        }
        return out.append(text, done, text.length()).toString();
    }

    private @Nullable Object referenced(String name, Resolver resolver, HostVariables host) {
        Given given = host.findOrAlias(name);
        if (given == null) {
            throw undefined(name);
        }
        return resolver.variable(host, name, given);
    }

    TemplateException undefined(String name) {
        if (FACT.matcher(name).matches()) {
            return TemplateException.ofFact(at, name);
        }
        return new TemplateException(
                at,
                "the variable «" + name + "» is not defined",
                "set it in the inventory or with -e, or write {{ " + name + " | default('…') }}");
    }
}
