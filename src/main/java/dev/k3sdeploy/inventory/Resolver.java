package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a raw value into its final one: vault text decrypted, templates rendered with the variables of a host, references
 * followed. Serves one question, on one thread; throws {@link TemplateException}.
 */
final class Resolver {
    private static final int LONGEST_CHAIN = 60;

    private final World world;
    private final Set<String> underWay = new LinkedHashSet<>();

    Resolver(World world) {
        this.world = world;
    }

    World world() {
        return world;
    }

    /** The final value of a variable that is set; a reference that leads back to it is refused. */
    @Nullable
    Object variable(HostVariables host, String name, Given given) {
        String key = name + " of " + host.host();
        if (!underWay.add(key)) {
            throw new TemplateException(
                    given.at(), "the variable «" + name + "» refers to itself: " + String.join(", ", underWay), "");
        }
        if (underWay.size() > LONGEST_CHAIN) {
            throw new TemplateException(
                    given.at(), "more than " + LONGEST_CHAIN + " variables refer to each other in a row", "");
        }
        try {
            return value(given.raw(), host, given.at());
        } finally {
            underWay.remove(key);
        }
    }

    private @Nullable Object value(@Nullable Object raw, HostVariables host, Location at) {
        if (raw instanceof String text) {
            return Template.mayBe(text) ? new Template(text, at).render(this, host) : text;
        }
        if (raw instanceof Fixed fixed) {
            return fixed.value();
        }
        if (raw instanceof Unsafe unsafe) {
            return unsafe.text();
        }
        if (raw instanceof Encrypted encrypted) {
            return decrypt(encrypted, at);
        }
        if (raw instanceof List<?> list) {
            List<@Nullable Object> values = new ArrayList<>(list.size());
            list.forEach(item -> values.add(value(item, host, at)));
            return Collections.unmodifiableList(values);
        }
        if (raw instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
            map.forEach((key, item) -> values.put(key, value(item, host, at)));
            return Collections.unmodifiableMap(values);
        }
        return raw;
    }

    private String decrypt(Encrypted encrypted, Location at) {
        try {
            return world.vault().text(encrypted);
        } catch (VaultException e) {
            throw new TemplateException(at, e.getMessage(), e.hint());
        }
    }
}
