package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/variables.md names every variable that the program reads, and says the same as the table of the README. */
class VariablesPageTest {
    private static final Map<String, String> PAGE = VariableCatalogue.rows(Path.of("docs/variables.md"));

    @Test
    void everyVariableThatIsReadIsOnThePage() {
        assertThat(PAGE.keySet()).containsAll(VariableCatalogue.inTheSources());
    }

    @Test
    void everyVariableOnThePageIsRead() {
        assertThat(VariableCatalogue.all()).containsAll(PAGE.keySet());
    }

    @Test
    void theReadmesTableSaysTheSame() {
        Map<String, String> readme = VariableCatalogue.rows(Path.of("README.md"));
        readme.keySet().retainAll(VariableCatalogue.inTheSources());

        assertThat(readme).isNotEmpty();
        assertThat(PAGE).containsAllEntriesOf(readme);
    }
}
