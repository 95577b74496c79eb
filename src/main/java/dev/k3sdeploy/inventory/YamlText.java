package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML in block style with sorted keys, as Ansible prints it; vault texts keep their tag. */
final class YamlText {
    private YamlText() {}

    static String of(@Nullable Object value) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setAllowUnicode(true);
        options.setWidth(80);
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        LoaderOptions unused = new LoaderOptions();
        return new Yaml(new SafeConstructor(unused), new AsAnsible(options), options, unused, new AnsiblesTypes())
                .dump(sorted(value));
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> sorted = map.keySet().stream().allMatch(String.class::isInstance)
                    ? new TreeMap<>((a, b) -> PythonValues.TEXT_ORDER.compare((String) a, (String) b))
                    : new LinkedHashMap<>();
            map.forEach((key, item) -> sorted.put(key, sorted(item)));
            return sorted;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>(list.size());
            list.forEach(item -> items.add(sorted(item)));
            return items;
        }
        return value instanceof Unsafe unsafe ? unsafe.text() : value;
    }

    /** Texts that would be read as something else are quoted, and no others. */
    private static final class AnsiblesTypes extends Resolver {
        @Override
        public Tag resolve(NodeId kind, @Nullable String text, boolean implicit) {
            if (kind != NodeId.scalar || text == null || !implicit) {
                return super.resolve(kind, text, implicit);
            }
            Object value = PlainScalar.typed(text);
            if (value instanceof String) {
                return Timestamps.is(text) ? Tag.TIMESTAMP : special(text);
            } else if (value == null) {
                return Tag.NULL;
            } else if (value instanceof Boolean) {
                return Tag.BOOL;
            }
            return value instanceof Double ? Tag.FLOAT : Tag.INT;
        }

        private static Tag special(String text) {
            return text.equals("<<") ? Tag.MERGE : text.equals("=") ? new Tag(Tag.PREFIX + "value") : Tag.STR;
        }
    }

    private static final class AsAnsible extends Representer {
        AsAnsible(DumperOptions options) {
            super(options);
            representers.put(String.class, this::text);
            representers.put(Encrypted.class, this::vault);
            representers.put(Double.class, this::decimal);
        }

        private Node text(Object value) {
            String text = (String) value;
            boolean oneLine = text.indexOf('\n') < 0;
            return representScalar(
                    Tag.STR, text, oneLine ? DumperOptions.ScalarStyle.PLAIN : DumperOptions.ScalarStyle.SINGLE_QUOTED);
        }

        /** YAML 1.1 takes 1e+16 for text: it wants a point and a sign. */
        private Node decimal(Object value) {
            double number = (Double) value;
            String text = Double.isNaN(number)
                    ? ".nan"
                    : Double.isInfinite(number) ? (number > 0 ? ".inf" : "-.inf") : PythonValues.text(value);
            return representScalar(Tag.FLOAT, text.indexOf('.') < 0 ? text.replace("e", ".0e") : text);
        }

        private Node vault(Object value) {
            return representScalar(
                    new Tag("!vault"), ((Encrypted) value).envelope(), DumperOptions.ScalarStyle.LITERAL);
        }
    }
}
