package dev.k3sdeploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Texts that mean something to a shell, to YAML, INI or Ruby, to a terminal, or to a program's options. */
final class HostileTexts {
    /** What exists when one of them was run. */
    static final String DONE = "/run/pwned";

    private HostileTexts() {}

    static Stream<String> all() {
        return Stream.of(
                "x'; touch /run/pwned; '",
                "x\"; touch /run/pwned; \"",
                "$(touch /run/pwned)`touch /run/pwned`",
                "x\ntouch /run/pwned\nEOF\n- y: z\n",
                "x\rtouch /run/pwned\r\nHost *\r\nend; system('touch /run/pwned')",
                "#{system('touch /run/pwned')}#{[%",
                "-rf",
                "--config=/etc/shadow",
                "-oProxyCommand=touch /run/pwned",
                "*/../../etc: [&a !!x |>%@",
                "\u0000",
                "a\u0000b",
                "\u001b]0;pwned\u0007\u202eabc",
                "é日本😀",
                "x".repeat(64 * 1024));
    }

    /** The ways in which a variable may take a text, the barest first. */
    static List<Object> forms(String text, Path folder) {
        return List.of(
                text,
                List.of(text),
                Map.of(text, text),
                Map.of("key", text),
                Map.of("key", List.of(text)),
                Map.of("key", Map.of("key", text)),
                "/var/lib/x" + text,
                folder + "/" + text,
                "https://r.example/" + text,
                "192.0.2.7" + text,
                "v1.33.5+k3s1" + text,
                "ab-1." + text,
                "10" + text);
    }
}
