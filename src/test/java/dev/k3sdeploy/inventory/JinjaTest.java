package dev.k3sdeploy.inventory;

import static dev.k3sdeploy.inventory.Inventories.host;
import static dev.k3sdeploy.inventory.Inventories.problems;
import static dev.k3sdeploy.inventory.Inventories.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JinjaTest {
    @TempDir
    private Path folder;

    private Inventories files;

    @BeforeEach
    void folder() {
        files = new Inventories(folder);
    }

    private Inventory with(String template) {
        files.with(
                "hosts.yml",
                "all:",
                "  children: {server: {hosts: {one: {ansible_host: 10.0.0.1, flag: true}, two: {ansible_host: 10.0.0.2}}}}",
                "  vars:",
                "    five: 5",
                "    word: hello",
                "    nothing: ~",
                "    list: [b, a, c]",
                "    people: [{name: ann, age: 3}, {name: bob}]",
                "    map: {a: 1, b: {c: 2}}",
                "    hostile: \"{{ '{{ five }}' }}\"",
                "    tested: " + JsonText.compact(template));
        return files.load("hosts.yml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "{{ five }} § 5",
                "{{ five + 1 }} § 6",
                "{{ word | upper }} § HELLO",
                "{{ missing | default('x') }} § x",
                "{{ missing | d(five) }} § 5",
                "{{ nothing | default('x', true) }} § x",
                "{{ map.b.c }} § 2",
                "{{ map['b']['c'] }} § 2",
                "{{ list[0] }}{{ list[-1] }} § bc",
                "{{ list | join('-') }} § b-a-c",
                "{{ list | sort | first }} § a",
                "{{ people | map(attribute='name') | join(',') }} § ann,bob",
                "{{ people | selectattr('age', 'defined') | map(attribute='name') | join }} § ann",
                "{{ list | map('upper') | join }} § BAC",
                "{{ list | select('match', '[ab]') | list | length }} § 2",
                "{{ list | reject('equalto', 'a') | join }} § bc",
                "{{ hostvars[groups['server'][0]]['ansible_host'] }} § 10.0.0.1",
                "{{ hostvars['two'].ansible_host }} § 10.0.0.2",
                "{{ groups['server'] | map('extract', hostvars, 'ansible_host') | join(',') }} § 10.0.0.1,10.0.0.2",
                "{{ 'a' if five > 3 else 'b' }} § a",
                "{{ 'yes' if word == 'hello' and not nothing else 'no' }} § yes",
                "{{ word ~ five ~ true }} § hello5True",
                "{{ word is defined }}x § Truex",
                "{{ missing is not defined }}x § Truex",
                "{{ 'server' in group_names }}x § Truex",
                "{{ map | combine({'a': 9}) | to_json }} § {'a': 9, 'b': {'c': 2}}",
                "{{ word | regex_replace('l+(.)', '-\\1') }} § he-o",
                "{{ word | regex_search('l+') }} § ll",
                "{{ '10.0.0.7/24' | ipaddr('network') }} § 10.0.0.0",
                "{{ '10.0.0.0/24' | ipaddr(3) }} § 10.0.0.3/24",
                "{{ 'fe80::1' | ipwrap }} § [fe80::1]",
                "{{ lookup('env', 'COURSE') }} § devops",
                "{{ word.replace('l', 'L').split('e')[1] }} § LLo",
                "{% if five == 5 %}five{% else %}other{% endif %} § five",
                "{% for x in list %}{{ x }}{% if not loop.last %}+{% endif %}{% endfor %} § b+a+c",
                "{% set y = 7 %}{{ y + five }} § 12",
                "{{ five // 2 }}/{{ 7 % 4 }}/{{ 2 ** 3 }} § 2/3/8",
                "{{ five / 2 }} § 2.5",
                "{{ '%s' | replace('%s', word) }} § hello",
                "{{ vars['word'] }} § hello",
                "{{ range(3) | join(',') }} § 0,1,2",
            })
    void rendersAsAnsibleDoes(String template, String expected) {
        Object value = value(with(template), "one", "tested");
        String text = value instanceof Map ? PythonValues.text(value) : String.valueOf(value);
        assertThat(text).isEqualTo(expected);
    }

    @Test
    void listsMappingsAndTruthValuesKeepTheirTypes() {
        assertThat(value(with("{{ list }}"), "one", "tested")).isEqualTo(List.of("b", "a", "c"));
        assertThat(value(with("{{ list + ['d'] }}"), "one", "tested")).isEqualTo(List.of("b", "a", "c", "d"));
        assertThat(value(with("{{ five > 3 }}"), "one", "tested")).isEqualTo(true);
        assertThat(value(with("{{ map }}"), "one", "tested")).isEqualTo(Map.of("a", 1, "b", Map.of("c", 2)));
        assertThat(value(with("{{ five }}"), "one", "tested")).isEqualTo(5);
        assertThat(value(with("{{ five | int }}"), "one", "tested")).isEqualTo("5");
        assertThat(value(with("{{ flag | bool }}"), "one", "tested")).isEqualTo(true);
    }

    @Test
    void aRenderedTextIsNotRenderedAgain() {
        assertThat(value(with("{{ hostile }}"), "one", "tested")).isEqualTo("{{ five }}");
        assertThat(value(with("{{ hostile | upper }}"), "one", "tested")).isEqualTo("{{ FIVE }}");
        assertThat(value(with("{% if true %}{{ hostile }}{% endif %}"), "one", "tested"))
                .isEqualTo("{{ five }}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ missing }}",
                "{{ missing.x }}",
                "{{ map.missing }}",
                "{{ missing + 1 }}",
                "{{ missing | upper }}",
                "{{ missing ~ 'x' }}",
                "{{ 'x' if missing else 'y' }}",
                "{{ missing == 'x' }}",
                "{{ list[9] }}",
                "{% if missing %}{% endif %}",
                "{% for x in missing %}{% endfor %}",
                "{{ hostvars['three'].x }}",
                "a {{ missing }} b",
                "{{ people | map(attribute='age') | join }}"
            })
    void undefinedNamesAreErrors(String template) {
        Host one = host(with(template), "one");
        assertThat(problems(() -> one.variable("tested")))
                .singleElement()
                .asString()
                .startsWith("hosts.yml:11:5: host one, variable tested: the variable «")
                .contains("is not defined");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // CVE-2025-59340 and CVE-2026-25526 reach Java through the interpreter, its mapper, and loops over
                // beans
                "{{ ____int3rpr3t3r____.getContext() }}",
                "{{ ____int3rpr3t3r____ }}",
                "{% set m = ____int3rpr3t3r____.config.objectMapper %}{{ m }}",
                "{{ '{\"a\":1}'.getClass().forName('java.lang.Runtime') }}",
                "{{ word.class }}",
                "{{ word.getClass() }}",
                "{{ list.getClass().getClassLoader() }}",
                "{{ map.class.name }}",
                "{{ five.class }}",
                "{{ ''['class'] }}",
                "{% for a, class in ['x'] %}{{ class.forName('java.lang.Runtime') }}{% endfor %}",
                "{% for class, a in [map] %}{{ class.protectionDomain }}{% endfor %}",
                "{{ filter:upper.filter(word, ____int3rpr3t3r____) }}",
                "{{ exptest:defined.evaluate(word) }}",
                "{{ map.entrySet().iterator().next().getClass() }}",
                "{{ hostvars.getClass() }}",
                "{{ hostvars['one'].class.x }}",
                "{{ loop.class }}",
                "{% include 'hosts.yml' %}",
                "{% import 'hosts.yml' as x %}",
                "{% from 'hosts.yml' import x %}",
                "{% extends 'hosts.yml' %}",
                "{% call x() %}{% endcall %}",
                "{% do list.append(1) %}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{{ lookup('pipe', 'id') }}",
                "{{ lookup('url', 'http://127.0.0.1') }}",
                "{{ lookup('ini', 'x') }}",
                "{{ type(word) }}",
                "{{ namespace(a=1) }}",
                "{{ super() }}",
                "{{ nosuch() }}",
                "{{ word | nosuch }}",
                "{{ word is nosuch }}",
                "{{ word",
                "{{ 1 + }}",
                "{{ today() }}",
                "{{ word | render }}",
                "{{ word | fromjson }}",
                "{{ word | pprint }}",
                "{{ map | map('getClass') }}",
                "{{ list | map(attribute='class') | list }}",
                "{{ list | selectattr('class.name', 'equalto', 'java.lang.String') | first }}",
                "{{ word.__class__.__mro__ }}",
                "{{ cycler.__init__.__globals__.os.popen('id') }}",
            })
    void hostileTemplatesAreRefused(String template) {
        Host one = host(with(template), "one");
        assertThat(problems(() -> one.variable("tested")))
                .singleElement()
                .asString()
                .startsWith("hosts.yml:11:5: host one, variable tested: ");
    }

    @Test
    void variablesThatReferToEachOtherAreRefused() {
        files.with("hosts.yml", "all: {hosts: {h: {a: '{{ b }}', b: '{{ a | upper }}'}}}");
        Host h = host(files.load("hosts.yml"), "h");
        assertThat(problems(() -> h.variable("a")))
                .singleElement()
                .asString()
                .contains("the variable «a» refers to itself: a of h, b of h");
    }

    @Test
    void percentSignsAreNoFormats() {
        Host one = host(with("{{ '%r' + five }}"), "one");
        assertThat(problems(() -> one.variable("tested")))
                .singleElement()
                .asString()
                .contains("«+» does not take str and int; | int and | string convert in «{{ '%r' + five }}»");
    }

    @Test
    void endlessTemplatesEnd() {
        assertThat(problems(() -> host(
                                with(
                                        "{% for a in range(9999) %}{% for b in range(9999) %}xxxxxxxxxxxx{% endfor %}{% endfor %}"),
                                "one")
                        .variable("tested")))
                .hasSize(1);
    }

    @Test
    void unsafeTextIsNeverATemplate() {
        files.with(
                "hosts.yml",
                "all: {hosts: {h: {a: !unsafe '{{ nowhere }}', b: 'x{{ a }}y', c: !unsafe {d: '{{ e }}'}}}}");
        Inventory inventory = files.load("hosts.yml");
        assertThat(value(inventory, "h", "a")).isEqualTo("{{ nowhere }}");
        assertThat(value(inventory, "h", "b")).isEqualTo("x{{ nowhere }}y");
        assertThat(value(inventory, "h", "c")).isEqualTo(Map.of("d", "{{ e }}"));
    }
}
