package dev.k3sdeploy.inventory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON into a {@link Tree}, with Python's extras ({@code NaN}, {@code Infinity}) and duplicate keys refused. */
final class JsonReader {
    private static final int DEEPEST = 100;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(4000)
                    .build())
            .build();

    private final TextFile file;
    private final JsonParser parser;
    private final List<Duplicate> duplicates = new ArrayList<>();

    private JsonReader(TextFile file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** Null, without a problem told, when the text is no JSON. */
    static @Nullable Tree readIfJson(TextFile file, Problems problems) {
        if (!looksLikeJson(file.text())) {
            return null;
        }
        try {
            return read(file, problems);
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    /** The document of a source that must be JSON; null when it is not, the problem told. */
    static @Nullable Tree readJson(TextFile file, Problems problems) {
        try {
            return read(file, problems);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            problems.error(
                    at == null
                            ? Location.of(file.name())
                            : new Location(file.name(), Math.max(0, at.getLineNr()), Math.max(0, at.getColumnNr())),
                    "this is no JSON: " + e.getOriginalMessage(),
                    "");
            return null;
        }
    }

    private static boolean looksLikeJson(String text) {
        String start = text.stripLeading();
        return !start.isEmpty() && "{[\"".indexOf(start.charAt(0)) >= 0;
    }

    private static Tree read(TextFile file, Problems problems) throws JsonProcessingException {
        try (JsonParser parser = JSON.createParser(file.text())) {
            JsonReader reader = new JsonReader(file, parser);
            parser.nextToken();
            Tree tree = reader.value();
            if (parser.nextToken() != null) {
                throw new com.fasterxml.jackson.core.JsonParseException(parser, "text after the end of the document");
            }
            reader.duplicates.forEach(twice -> problems.error(
                    twice.at(),
                    "the key «" + twice.key() + "» is there twice",
                    "Ansible takes the last one silently: keep one"));
            return tree;
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text in memory cannot fail to be read
        }
    }

    private Tree value() throws IOException {
        Location at = at();
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new com.fasterxml.jackson.core.JsonParseException(parser, "the document ends too early");
        }
        return switch (token) {
            case START_OBJECT -> object(at);
            case START_ARRAY -> array(at);
            case VALUE_NUMBER_INT -> new Tree.Leaf(Numbers.smallest(parser.getBigIntegerValue()), at);
            case VALUE_NUMBER_FLOAT -> new Tree.Leaf(parser.getDoubleValue(), at);
            case VALUE_TRUE, VALUE_FALSE -> new Tree.Leaf(parser.getBooleanValue(), at);
            case VALUE_NULL -> new Tree.Leaf(null, at);
            default -> new Tree.Leaf(parser.getText(), at);
        };
    }

    private Tree array(Location at) throws IOException {
        List<Tree> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return new Tree.Items(items, at);
    }

    private Tree object(Location at) throws IOException {
        Map<@Nullable Object, Tree.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Location keyAt = at();
            String key = parser.currentName();
            parser.nextToken();
            if (entries.put(key, new Tree.Entry(keyAt, value())) != null) {
                duplicates.add(new Duplicate(key, keyAt));
            }
        }
        return marked(entries, at);
    }

    /** How JSON writes the two tags of YAML. */
    private static Tree marked(Map<@Nullable Object, Tree.Entry> entries, Location at) {
        if (entries.size() == 1) {
            Object vault = text(entries.get("__ansible_vault"));
            Object unsafe = text(entries.get("__ansible_unsafe"));
            if (vault instanceof String envelope) {
                return new Tree.Leaf(new Encrypted(envelope), at);
            }
            if (unsafe instanceof String value) {
                return new Tree.Leaf(new Unsafe(value), at);
            }
        }
        return new Tree.Entries(entries, at);
    }

    private static @Nullable Object text(Tree.@Nullable Entry entry) {
        return entry == null ? null : entry.value() instanceof Tree.Leaf leaf ? leaf.plain() : null;
    }

    private Location at() {
        JsonLocation at = parser.currentTokenLocation();
        return new Location(file.name(), at.getLineNr(), at.getColumnNr());
    }

    private record Duplicate(String key, Location at) {}
}
