package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.cli.Shown;
import dev.k3sdeploy.preflight.Finding;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The failures of docs/errors.md: a test provokes each one and compares what the user reads with its section there. With
 * {@code -Dk3sdeploy.errors=write} the sections are written instead, to be looked at before they are committed.
 */
public final class ErrorCatalogue {
    static final Path FILE = Path.of("docs/errors.md");
    private static final Pattern SECTION = Pattern.compile("(?ms)^### (\\S+)\\n(.*?)^```\\n(.*?)^```$");

    /** What is another one in each run of the tests, and what it stands for. */
    private static final Map<String, String> CHANGING = new LinkedHashMap<>();

    static {
        CHANGING.put("/\\S*?/junit-?\\d+[^/\\s:»]*", "/home/kim/course");
        CHANGING.put("https://localhost:\\d+", "https://mirror.example.org");
        CHANGING.put("localhost:\\d+", "mirror.example.org:443");
        CHANGING.put("\\[?127\\.0\\.0\\.1\\]?:\\d{5}", "192.168.50.202:22");
        CHANGING.put("SHA256:[\\w+/]{43}", "SHA256:…");
        CHANGING.put("within 0 s", "within … s");
        CHANGING.put("pid \\d+", "pid 812");
        CHANGING.put("since \\d\\d:\\d\\d:\\d\\d", "since 14:03:22");
        CHANGING.put("kill -9 \\d+", "kill -9 812");
        CHANGING.put("\\b[0-9a-f]{64}\\b", "0f3c…");
    }

    private ErrorCatalogue() {}

    /** A failure that ends a command. */
    public static void shows(String id, K3sDeployException problem) {
        shows(id, Shown.of(problem));
    }

    /** A failure or warning of a check. */
    public static void shows(String id, Finding finding) {
        shows(id, Shown.of(finding));
    }

    /** What a user reads, and the exit code. */
    public static void shows(String id, Shown shown) {
        String text = shown.text().strip() + "\n(exit code " + shown.exitCode() + ")\n";
        for (Map.Entry<String, String> changing : CHANGING.entrySet()) {
            text = text.replaceAll(changing.getKey(), Matcher.quoteReplacement(changing.getValue()));
        }
        if (System.getProperty("k3sdeploy.errors", "").equals("write")) {
            write(id, text);
        } else {
            assertThat(text).as("docs/errors.md, " + id).isEqualTo(sections().getOrDefault(id, "(no such section)"));
        }
    }

    /** What each section shows. */
    static Map<String, String> sections() {
        Map<String, String> sections = new LinkedHashMap<>();
        Matcher section = SECTION.matcher(read());
        while (section.find()) {
            sections.put(section.group(1), section.group(3));
        }
        return sections;
    }

    static String read() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void write(String id, String text) {
        Matcher section = SECTION.matcher(read());
        while (section.find()) {
            if (section.group(1).equals(id)) {
                String whole = read();
                try {
                    Files.writeString(
                            FILE, whole.substring(0, section.start(3)) + text + whole.substring(section.end(3)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return;
            }
        }
        throw new AssertionError("docs/errors.md has no section " + id + ": write it first, with an empty block");
    }
}
