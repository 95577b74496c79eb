package dev.k3sdeploy.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ValuesPropertyTest {
    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.strings()
                        .ofMaxLength(12)
                        .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c))),
                Arbitraries.integers(),
                Arbitraries.longs().map(number -> Numbers.smallest(java.math.BigInteger.valueOf(number))),
                Arbitraries.bigIntegers().map(Numbers::smallest),
                Arbitraries.doubles(),
                Arbitraries.of(true, false));
        return Arbitraries.recursive(() -> scalars, ValuesPropertyTest::nested, 0, 2);
    }

    private static Arbitrary<Object> nested(Arbitrary<Object> inner) {
        return Arbitraries.oneOf(
                inner.list().ofMaxSize(3).map(list -> (Object) list),
                Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(5), inner)
                        .ofMaxSize(3)
                        .map(map -> (Object) new HashMap<>(map)));
    }

    @Property(tries = 500)
    void whatPythonPrintsReadsAsTheSameValue(@ForAll("values") Object value) {
        assertThat(PythonLiteral.orText(PythonValues.repr(value))).isEqualTo(value);
    }

    @Property(tries = 500)
    void jsonReadsBackAsTheSameValue(@ForAll("values") Object value) {
        for (String json : List.of(JsonText.compact(value), JsonText.indented(value))) {
            Problems problems = new Problems();
            Tree tree = Objects.requireNonNull(JsonReader.readJson(new TextFile("json", json, false), problems));
            assertThat(tree.plain()).isEqualTo(value);
        }
    }

    @Property(tries = 500)
    void yamlReadsBackAsTheSameValue(@ForAll("values") Object value) {
        if (PythonValues.repr(value).chars().anyMatch(c -> c > 0x7e)) {
            return; // characters that YAML cannot hold as they are
        }
        Problems problems = new Problems();
        Tree tree = YamlReader.read(new TextFile("yaml", YamlText.of(Map.of("value", value)), false), problems);
        assertThat(problems.errors()).isEmpty();
        assertThat(Objects.requireNonNull(tree).plain()).isEqualTo(Map.of("value", value));
    }

    @Property(tries = 500)
    void aQuotedWordIsOneWord(@ForAll String text) throws ShellWords.Unclosed {
        String quoted = "'" + text.replace("'", "'\"'\"'") + "'";
        assertThat(ShellWords.split(quoted)).extracting(ShellWords.Word::text).containsExactly(text);
    }

    @Property(tries = 300)
    void aRangeHasItsNumberOfNames(@ForAll int start, @ForAll byte size) throws HostRange.BadRange {
        int first = Math.floorMod(start, 10_000);
        int count = Math.floorMod(size, 100) + 1;
        assertThat(HostRange.unfold("n[" + first + ":" + (first + count - 1) + "]"))
                .hasSize(count)
                .doesNotHaveDuplicates()
                .startsWith("n" + first);
    }

    @Property(tries = 300)
    void anAddressSurvivesItsNetwork(@ForAll int bits) {
        String text = (bits >>> 24) + "." + (bits >> 16 & 255) + "." + (bits >> 8 & 255) + "." + (bits & 255);
        IpNetwork network = Objects.requireNonNull(IpNetwork.parse(text + "/24"));
        assertThat(network.address()).isEqualTo(text);
        assertThat(Objects.requireNonNull(IpNetwork.parse(network.network() + "/24"))
                        .contains(network))
                .isTrue();
    }
}
