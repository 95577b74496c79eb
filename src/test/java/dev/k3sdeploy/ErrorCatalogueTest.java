package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue is whole: a test for each section, a section for each test. What a section says is each test's matter. */
class ErrorCatalogueTest {
    private static final Pattern SHOWN =
            Pattern.compile("(?:ErrorCatalogue\\.shows|shows|server|agent|crash)\\(\\s*\"([a-z0-9-]+)\"");

    private static Set<String> tested() throws IOException {
        Set<String> ids = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(each -> each.toString().endsWith("ErrorsTest.java"))
                    .toList()) {
                Matcher shown = SHOWN.matcher(Files.readString(file));
                while (shown.find()) {
                    ids.add(shown.group(1));
                }
            }
        }
        return ids;
    }

    @Test
    void everySectionIsProducedByATestAndNoTestLacksOne() throws IOException {
        assertThat(new TreeSet<>(ErrorCatalogue.sections().keySet())).isEqualTo(tested());
        assertThat(tested()).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void everySectionHasAMessageAndANextStep() {
        assertThat(ErrorCatalogue.sections()).allSatisfy((id, text) -> {
            assertThat(text).as(id).contains("(exit code ").doesNotContain("at dev.k3sdeploy.");
            assertThat(text.strip().length()).as(id).isGreaterThan(40);
        });
    }
}
