package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the course's repositories did is done here, each point with a test: docs/seed.md. */
class SeedPageTest {
    private static final Path PAGE = Path.of("docs/seed.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern POINT = Pattern.compile("(?ms)^- \\[(.)] \\*\\*(\\w+)\\*\\* (.*?)(?=^- |\\R\\R)");
    private static final Pattern TEST = Pattern.compile("`(?:([A-Z]\\w*(?:Test|IT))\\.)?([a-z][A-Za-z0-9]{11,})`");

    /** A line of the page. */
    record Point(String name, boolean ticked, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Point> points() throws IOException {
        List<Point> points = new ArrayList<>();
        Matcher point = POINT.matcher(Files.readString(PAGE));
        while (point.find()) {
            points.add(new Point(point.group(2), point.group(1).equals("x"), point.group(3)));
        }
        return points;
    }

    @Test
    void allPointsAreThereAndTicked() throws IOException {
        List<String> wanted = Stream.concat(
                        Stream.of("T10"), IntStream.rangeClosed(1, 10).mapToObj(number -> "V" + number))
                .toList();

        assertThat(points()).allMatch(Point::ticked).extracting(Point::name).isEqualTo(wanted);
    }

    /** A name without a class is of the class before it. */
    @ParameterizedTest
    @MethodSource("points")
    void eachIsProvedByTestsThatAreThere(Point point) throws IOException {
        List<String> missing = new ArrayList<>();
        String type = "";
        int found = 0;
        Matcher test = TEST.matcher(point.text());
        while (test.find()) {
            type = Optional.ofNullable(test.group(1)).orElse(type);
            if (isTest(type, test.group(2))) {
                found++;
            } else {
                missing.add(type + "." + test.group(2));
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isPositive();
    }

    private static boolean isTest(String type, String method) throws IOException {
        Pattern declared =
                Pattern.compile("@(?:Parameterized)?Test\\b[^;{}]*?\\bvoid " + method + "\\(", Pattern.DOTALL);
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(found -> found.endsWith(type + ".java")).toList()) {
                if (declared.matcher(Files.readString(file)).find()) {
                    return true;
                }
            }
        }
        return false;
    }
}
