package dev.k3sdeploy.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every text that the code asks for is there, in each language, and no other is. */
class MessageCatalogueTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern ASKED = Pattern.compile("Message\\s*\\.of\\(\\s*\"([^\"]+)\"");
    private static final Pattern TERNARY = Pattern.compile("Message\\s*\\.of\\(\\s*[^\"\\s]");
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    private static Map<String, String> texts(String file) throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = Objects.requireNonNull(MessageCatalogueTest.class.getResourceAsStream(file), file)) {
            properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }
        Map<String, String> texts = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
        return texts;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static SortedSet<String> askedFor() throws IOException {
        SortedSet<String> keys = new TreeSet<>();
        for (Path file : sources()) {
            Matcher asked = ASKED.matcher(Files.readString(file));
            while (asked.find()) {
                keys.add(asked.group(1));
            }
        }
        return keys;
    }

    @Test
    void whatTheCodeAsksForIsThereAndNothingElse() throws IOException {
        assertThat(texts("messages.properties")).containsOnlyKeys(askedFor().toArray(String[]::new));
    }

    @Test
    void keysStandInTheCodeAsTheyAre() throws IOException {
        List<Path> computed = new ArrayList<>();
        for (Path file : sources()) {
            if (TERNARY.matcher(Files.readString(file)).find()) {
                computed.add(file.getFileName());
            }
        }
        assertThat(computed).as("files with a key that no search finds").isEmpty();
    }

    @Test
    void frenchHasTheSameTextsInTheSameOrder() throws IOException {
        assertThat(keysInOrder("messages_fr.properties")).isEqualTo(keysInOrder("messages.properties"));
    }

    private static List<String> keysInOrder(String file) throws IOException {
        try (InputStream stream = Objects.requireNonNull(MessageCatalogueTest.class.getResourceAsStream(file), file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" = ", 2)[0])
                    .toList();
        }
    }

    @Test
    void bothHaveTheSamePlacesForArguments() throws IOException {
        Map<String, String> french = texts("messages_fr.properties");
        texts("messages.properties")
                .forEach((key, text) ->
                        assertThat(places(french.getOrDefault(key, ""))).as(key).isEqualTo(places(text)));
    }

    private static SortedSet<String> places(String text) {
        SortedSet<String> places = new TreeSet<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            places.add(place.group());
        }
        return places;
    }

    /** French has a blank before these, and typewriter's apostrophes are doubled by who thinks of MessageFormat. */
    @Test
    void frenchIsWrittenAsFrench() throws IOException {
        texts("messages_fr.properties").forEach((key, text) -> {
            assertThat(text).as(key).doesNotContain("''").doesNotContainPattern("[\\p{L}}»][?!]");
            assertThat(text.replaceAll("`[^`]*`", "")).as(key).doesNotContainPattern("\\p{L};");
        });
    }
}
