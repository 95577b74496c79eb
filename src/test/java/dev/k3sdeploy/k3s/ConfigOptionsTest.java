package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Flags of K3S in, config.yaml out. */
class ConfigOptionsTest {
    @Example
    void flagsAreReadInTheirThreeForms() {
        assertThat(yaml("--disable", "traefik", "--node-label=tier=web", "--docker"))
                .isEqualTo("""
                disable: "traefik"
                node-label: "tier=web"
                docker: true
                """);
    }

    @Example
    void aFlagThatIsGivenAgainIsAList() {
        assertThat(yaml("--disable", "traefik", "--disable=servicelb", "--disable", "local-storage"))
                .isEqualTo("""
                disable:
                  - "traefik"
                  - "servicelb"
                  - "local-storage"
                """);
    }

    @Example
    void onlyTheFirstEqualsSignDivides() {
        assertThat(ConfigOptions.ofFlags(List.of("--kubelet-arg=max-pods=20")).get("kubelet-arg"))
                .containsExactly("max-pods=20");
    }

    @Example
    void trueAndFalseAreBooleans() {
        assertThat(yaml("--docker=true", "--rootless", "false")).isEqualTo("docker: true\nrootless: false\n");
    }

    @Example
    void whatYamlWouldTakeForSomethingElseIsAText() {
        assertThat(loaded(yaml("--a=yes", "--b=1e3", "--c=12:30", "--dd=0644", "--e=null", "--f=", "--g=~")))
                .containsEntry("a", "yes")
                .containsEntry("b", "1e3")
                .containsEntry("c", "12:30")
                .containsEntry("dd", "0644")
                .containsEntry("e", "null")
                .containsEntry("f", "")
                .containsEntry("g", "~");
    }

    @Example
    void shortFlagsGetTheirLongNames() {
        assertThat(yaml("-d", "/data", "-t=abc", "-s", "https://x:6443", "-v", "2"))
                .isEqualTo("data-dir: \"/data\"\ntoken: \"abc\"\nserver: \"https://x:6443\"\nv: \"2\"\n");
    }

    @Example
    void aSwitchMayBeFollowedByAFlag() {
        assertThat(yaml("--docker", "--disable", "traefik")).isEqualTo("docker: true\ndisable: \"traefik\"\n");
    }

    @Example
    void whatIsNoFlagIsRefusedByName() {
        assertThatThrownBy(() -> ConfigOptions.ofFlags(List.of("--disable", "traefik", "servicelb")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("«servicelb» is not a flag of k3s");
        assertThatThrownBy(() -> ConfigOptions.ofFlags(List.of("---x"))).hasMessageContaining("---x");
        assertThatThrownBy(() -> ConfigOptions.ofFlags(List.of("--no_underscores")))
                .hasMessageContaining("no_under");
        assertThatThrownBy(() -> ConfigOptions.ofFlags(List.of("--a: b\nc"))).hasMessageContaining("--a: b");
    }

    @Example
    void noFlagsNoText() {
        assertThat(ConfigOptions.none().yaml()).isEmpty();
        assertThat(ConfigOptions.ofFlags(List.of())).isEqualTo(ConfigOptions.none());
    }

    @Example
    void theUsersValueWinsOverADefault() {
        ConfigOptions defaults = ConfigOptions.none()
                .with("node-ip", "10.1.1.1")
                .with("tls-san", "a")
                .with("x", "y");

        ConfigOptions merged =
                ConfigOptions.ofFlags(List.of("--node-ip=10.2.2.2", "--z=1")).over(defaults, Set.of("tls-san"));

        assertThat(merged.yaml()).isEqualTo("node-ip: \"10.2.2.2\"\ntls-san: \"a\"\nx: \"y\"\nz: \"1\"\n");
    }

    @Example
    void anAdditiveKeysValuesComeAfterTheDefaultsAndOnce() {
        ConfigOptions defaults = ConfigOptions.none().with("tls-san", "a").with("tls-san", "b");

        ConfigOptions merged =
                ConfigOptions.ofFlags(List.of("--tls-san=c", "--tls-san=a")).over(defaults, Set.of("tls-san"));

        assertThat(merged.get("tls-san")).containsExactly("a", "b", "c");
    }

    @Example
    void twoSourcesOfOneFlagAreJoined() {
        ConfigOptions both = ConfigOptions.ofFlags(List.of("--disable=traefik"))
                .and(ConfigOptions.ofFlags(List.of("--disable=servicelb", "--docker")));

        assertThat(both.get("disable")).containsExactly("traefik", "servicelb");
        assertThat(both.get("docker")).containsExactly(true);
    }

    @Example
    void nothingIsChangedInPlace() {
        ConfigOptions one = ConfigOptions.none().with("a", "1");

        assertThat(one.with("a", "2").get("a")).containsExactly("1", "2");
        assertThat(one.get("a")).containsExactly("1");
    }

    @Property(tries = 500)
    void anyTextComesBackFromTheYamlAsItWasPutIn(@ForAll("texts") String text) {
        Map<String, Object> back = loaded(ConfigOptions.none().with("key", text).yaml());

        assertThat(back).isEqualTo(Map.of("key", text));
    }

    @Property(tries = 100)
    void anyListComesBackInItsOrder(@ForAll("lists") List<String> texts) {
        ConfigOptions options = ConfigOptions.none();
        for (String text : texts) {
            options = options.with("key", text);
        }

        assertThat(loaded(options.yaml())).isEqualTo(Map.of("key", texts));
    }

    /** Whatever Unicode has but halves of surrogate pairs, which no file can hold; odd characters more often. */
    @Provide
    static Arbitrary<String> texts() {
        Arbitrary<Character> any = Arbitraries.chars().filter(c -> !Character.isSurrogate(c));
        Arbitrary<Character> odd = Arbitraries.of(
                '"', '\\', '\'', '\n', '\r', '\t', ' ', '#', ':', '%', '&', '*', '!', '|', '>', '{', '[', '\0',
                '\u0007', '\u007f', '\u0085', '\u00a0', '\u2028', '\u2029', '\ufeff', '\ufffe', '\uffff');
        return Arbitraries.oneOf(any, odd).list().ofMaxSize(12).map(chars -> {
            StringBuilder text = new StringBuilder();
            chars.forEach(text::append);
            return text.toString();
        });
    }

    @Provide
    static Arbitrary<List<String>> lists() {
        return texts().list().ofMinSize(2).ofMaxSize(5).map(ArrayList::new);
    }

    private static String yaml(String... flags) {
        return ConfigOptions.ofFlags(List.of(flags)).yaml();
    }

    private static Map<String, Object> loaded(String yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }
}
