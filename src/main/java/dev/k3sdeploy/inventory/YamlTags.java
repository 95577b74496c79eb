package dev.k3sdeploy.inventory;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/** The two tags that an inventory may use, {@code !vault} and {@code !unsafe}, and the types of what has none. */
final class YamlTags {
    private static final Set<String> VAULT = Set.of("!vault", "!vault-encrypted");
    private static final String UNSAFE = "!unsafe";
    private static final String NON_SPECIFIC = "!";

    private YamlTags() {}

    static @Nullable Object scalar(ScalarEvent scalar, boolean insideUnsafe, Location at) {
        String tag = scalar.getTag();
        if (tag != null && VAULT.contains(tag)) {
            return new Encrypted(scalar.getValue());
        }
        if (isUnsafe(tag, false, at)) {
            return new Unsafe(scalar.getValue());
        }
        boolean typed = (tag == null || tag.equals(NON_SPECIFIC)) && scalar.isPlain();
        Object value = typed ? PlainScalar.typed(scalar.getValue()) : scalar.getValue();
        return insideUnsafe && value instanceof String text ? new Unsafe(text) : value;
    }

    static boolean isUnsafe(@Nullable String tag, boolean inherited, Location at) {
        if (tag == null || tag.equals(NON_SPECIFIC)) {
            return inherited;
        }
        if (!tag.equals(UNSAFE)) {
            throw new YamlReader.Refused(
                    at,
                    "the tag «" + shown(tag) + "» is not allowed",
                    "only !vault and !unsafe are; quotes make a text, their absence a number or a truth value");
        }
        return true;
    }

    static boolean isMergeKey(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.getTag() == null
                && scalar.isPlain()
                && scalar.getValue().equals("<<");
    }

    /** How many values a tree holds, at most {@code limit + 1}. */
    static int size(Tree tree, int limit) {
        int size = 1;
        Iterable<Tree> children = tree instanceof Tree.Items list
                ? list.items()
                : tree instanceof Tree.Entries map
                        ? map.entries().values().stream().map(Tree.Entry::value).toList()
                        : java.util.List.of();
        for (Tree child : children) {
            if (size > limit) {
                return size;
            }
            size += size(child, limit - size);
        }
        return size;
    }

    private static String shown(String tag) {
        String core = "tag:yaml.org,2002:";
        return tag.startsWith(core) ? "!!" + tag.substring(core.length()) : tag;
    }
}
