package dev.k3sdeploy.inventory;

import static dev.k3sdeploy.inventory.Inventories.host;
import static dev.k3sdeploy.inventory.Inventories.names;
import static dev.k3sdeploy.inventory.Inventories.problems;
import static dev.k3sdeploy.inventory.Inventories.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {
    @TempDir
    private Path folder;

    private Inventories files;

    @BeforeEach
    void folder() {
        files = new Inventories(folder);
    }

    private String only(String... lines) {
        files.with("hosts.yml", lines);
        return problems(() -> files.load("hosts.yml")).stream().findFirst().orElse("");
    }

    @Test
    void anAliasBombIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [%s]%n"
                    .formatted(i, i, String.join(", ", java.util.Collections.nCopies(9, "*a" + (i - 1)))));
        }
        assertThat(only(bomb.toString())).contains("the aliases unfold to more than 200000 values");
    }

    @Test
    void anAliasOfItselfIsRefused() {
        assertThat(only("all: {vars: {a: &a [1, *a]}}"))
                .startsWith("hosts.yml:1:24: the alias «*a» names nothing that is complete before it");
    }

    @Test
    void endlessNestingIsRefused() {
        assertThat(only("all: {vars: {a: " + "[".repeat(5000))).contains("nested deeper than 100 levels");
        files.with("hosts.json", "{\"all\": {\"vars\": {\"a\": " + "[".repeat(5000));
        assertThat(problems(() -> files.load("hosts.json")))
                .singleElement()
                .asString()
                .contains("nested deeper");
    }

    @Test
    void aTextThatEndsWithinAnEscapeIsRefused() throws IOException {
        Files.writeString(folder.resolve("hosts.yml"), "all:\n  vars: {a: \"\\u");
        assertThat(problems(() -> files.load("hosts.yml")))
                .singleElement()
                .asString()
                .startsWith("hosts.yml:2:1: the text ends within an escape");
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertThat(only("all: {}", "---", "web: {}")).startsWith("hosts.yml:2:1: a second document starts here");
    }

    @Test
    void standardTagsAreRefusedToo() {
        assertThat(only("all: {vars: {a: !!str 1}}")).startsWith("hosts.yml:1:17: the tag «!!str» is not allowed");
    }

    @Test
    void otherEncodingsAreNamed() throws IOException {
        Files.write(folder.resolve("hosts.yml"), "all:\n  vars: {a: é}\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems(() -> files.load("hosts.yml")))
                .containsExactly(
                        "hosts.yml:2:13: the file is not UTF-8: byte 0xe9 (convert it: iconv -f ISO-8859-1 -t UTF-8)");
    }

    @Test
    void aFileThatIsNoTextIsNotToBeConverted() throws IOException {
        Files.write(folder.resolve("hosts.yml"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0});
        assertThat(problems(() -> files.load("hosts.yml")))
                .containsExactly("hosts.yml:1:1: the file is not UTF-8: byte 0x89 (is this a text file?)");
    }

    @Test
    void aTemplateThatIsNoneIsSaidWithoutTheEnginesGrammar() {
        files.with("hosts", "h x='{{ 1 + }}'");
        assertThat(problems(() -> host(files.load("hosts"), "h").variable("x")))
                .singleElement()
                .asString()
                .contains("syntax error at position 5, encountered '}' in «{{ 1 + }}»")
                .doesNotContain("IDENTIFIER");
    }

    @Test
    void aByteOrderMarkIsNoText() {
        files.with("hosts", "\uFEFFone x=1");
        assertThat(value(files.load("hosts"), "one", "x")).isEqualTo(1);
    }

    @Test
    void aTabIsSaidInOneSentence() {
        assertThat(only("all:", "  hosts:", "\ta: 1"))
                .isEqualTo("hosts.yml:3:1: a tab cannot indent YAML in «a: 1» (use spaces)");
    }

    @Test
    void aSectionWithoutItsEndIsNoHost() {
        files.with("hosts", "[web", "a");
        assertThat(problems(() -> files.load("hosts")))
                .containsExactly("hosts:1:1: the section has no end in «[web» (write a ] behind its name)");
    }

    @Test
    void anEmptyNameIsNoInventory() {
        assertThat(problems(() -> files.load("")))
                .containsExactly("-i: an empty name is no inventory (is a variable of your shell not set?)");
    }

    @Test
    void anInventoryWithoutHostsIsWarnedOf() {
        files.with("hosts.yml", "all: {vars: {x: 1}}");
        assertThat(files.load("hosts.yml").warnings())
                .extracting(String::valueOf)
                .containsExactly("hosts.yml: no host is named in it");
    }

    /** The look for secrets in a quoted line took time by the square of its length. */
    @Test
    @Timeout(20)
    void aLineOfAMegabyteIsQuotedShortAndAtOnce() {
        assertThat(only("all:", "  vars:", "    x: {" + "a".repeat(1 << 20) + ": ["))
                .hasSizeLessThan(400);
    }

    @Test
    void secretsAreNotQuotedInMessages() {
        assertThat(only("all:", "  vars:", "    ansible_password: geheim: x"))
                .contains("«ansible_password: •••»")
                .doesNotContain("geheim");
        files.with("hosts", "h ansible_password='geheim");
        assertThat(problems(() -> files.load("hosts")))
                .singleElement()
                .asString()
                .doesNotContain("geheim");
        files.with("hosts.ini", "h token=ok x");
        assertThat(problems(() -> files.load("hosts.ini", "ansible_password=geheim", "geheim")))
                .noneMatch(problem -> problem.contains("token=ok"));
    }

    @Test
    void aNameNeverLeadsOutOfItsFolder() {
        files.with("secret.yml", "stolen: 1")
                .with("inv/hosts.yml", "all: {hosts: {'../../secret': {x: 1}, '/etc/passwd': }}");
        Inventory inventory = files.load("inv/hosts.yml");
        assertThat(host(inventory, "../../secret").variable("stolen")).isEmpty();
        assertThat(names(inventory.hosts())).hasSize(2);
    }

    @Test
    void aHugeRangeIsRefused() {
        assertThat(only("all: {hosts: {'n[1:999999999]': }}")).contains("it means more than 1000000 hosts");
        assertThat(only("all: {hosts: {'n[1:999999][1:999999]': }}")).contains("it means more than 1000000 hosts");
    }

    @Test
    void aVaultTextWithoutPasswordSaysWhatToGive() {
        files.with(
                "hosts.yml",
                "all:",
                "  hosts: {h: }",
                "  vars:",
                "    a: !vault |",
                "      $ANSIBLE_VAULT;1.2;AES256;prod",
                "      3030");
        InventoryOptions none = InventoryOptions.in(folder, folder);
        Inventory inventory = Inventory.load(List.of("hosts.yml"), List.of(), none);
        assertThat(problems(() -> host(inventory, "h").variable("a")))
                .singleElement()
                .asString()
                .startsWith("hosts.yml:4:5: host h");
        assertThat(value(inventory, "h", "inventory_hostname")).isEqualTo("h");
    }

    @Test
    void sourcesThatAreNotThereAreNamed() {
        assertThat(problems(() -> Inventory.load(List.of("a.yml", "b.yml"), List.of("@c.yml"), files.options())))
                .containsExactly(
                        "a.yml: there is no such inventory (-i FILE, -i DIRECTORY or -i HOST,HOST)",
                        "b.yml: there is no such inventory (-i FILE, -i DIRECTORY or -i HOST,HOST)",
                        "c.yml: cannot be read: no such file");
    }
}
