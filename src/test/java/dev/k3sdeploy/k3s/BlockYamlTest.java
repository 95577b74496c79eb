package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plain data as YAML that every reader takes for the same. */
class BlockYamlTest {
    @Test
    void mappingsAndListsNestInBlocks() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("mirrors", Map.of("*", Map.of("endpoint", List.of("https://a.example", "b:5000"))));
        values.put("steps", List.of(Map.of("name", "one"), List.of("x", 2), "plain"));
        values.put("12:30", "yes");
        values.put("empty", List.of());
        values.put("none", Map.of());
        values.put("flags", Arrays.asList(true, 1.5, null));

        assertThat(BlockYaml.of(values)).isEqualTo("""
                mirrors:
                  "*":
                    endpoint:
                      - "https://a.example"
                      - "b:5000"
                steps:
                  - name: "one"
                  -
                    - "x"
                    - 2
                  - "plain"
                "12:30": "yes"
                empty: []
                none: {}
                flags:
                  - true
                  - 1.5
                  - null
                """);
    }

    @Test
    void quotesBackslashesAndUnprintablesAreEscaped() {
        assertThat(BlockYaml.of(Map.of("a", "x\"y\\z\n\u2028é"))).isEqualTo("a: \"x\\\"y\\\\z\\u000a\\u2028é\"\n");
    }
}
