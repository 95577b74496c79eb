package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules hold for the product, and each of them can fail. */
class ArchitectureTest {
    private static final String ROOT = "dev.k3sdeploy";
    private static final String PLANTED = ROOT + ".archfixture";
    private static final Path SOURCES = Path.of("src/main/java");
    private static final int LINES = 300;

    private static final JavaClasses PRODUCT = imported(Cluster.class, ROOT);
    private static final JavaClasses VIOLATIONS = imported(ArchitectureTest.class, PLANTED);

    @TestFactory
    Stream<DynamicTest> theProductKeepsTheRules() {
        return rules(ROOT).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(PRODUCT)));
    }

    @TestFactory
    Stream<DynamicTest> eachRuleFailsOnAPlantedViolation() {
        return rules(PLANTED).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertThat(rule.getValue()
                                        .evaluate(VIOLATIONS)
                                        .getFailureReport()
                                        .getDetails())
                                .isNotEmpty()));
    }

    @Test
    void eachWayToMeddleWithTheProcessIsNoticed() {
        assertThat(new ArchitectureRules(PLANTED)
                        .onlyTheCommandLineKnowsTheProcess()
                        .evaluate(VIOLATIONS)
                        .getFailureReport()
                        .getDetails())
                .hasSize(5)
                .noneMatch(detail -> detail.contains("Console"));
    }

    @Test
    void theProductWasRead() {
        assertThat(PRODUCT).hasSizeGreaterThan(150);
        assertThat(PRODUCT).noneMatch(type -> type.getName().startsWith(PLANTED));
    }

    @Test
    void everyPackageSaysWhatItKnows() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> silent = files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> file.resolveSibling("package-info.java"))
                    .distinct()
                    .filter(Files::notExists)
                    .toList();
            assertThat(silent).isEmpty();
        }
    }

    @Test
    void noFileIsLong() throws IOException {
        assertThat(longerThan(LINES)).isEmpty();
        assertThat(longerThan(100)).as("the count itself").isNotEmpty();
    }

    private static List<String> longerThan(int lines) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                int length = Files.readAllLines(file).size();
                if (length > lines) {
                    found.add(file + " has " + length + " lines");
                }
            }
        }
        return found;
    }

    private static Map<String, ArchRule> rules(String root) {
        ArchitectureRules rules = new ArchitectureRules(root);
        Map<String, ArchRule> all = new LinkedHashMap<>();
        all.put("1. no package cycles", rules.noCycles());
        all.put("2. engine and task know no product", rules.theEngineKnowsNoProduct());
        all.put("3. k3s knows no transport", rules.k3sKnowsNoTransportNoInventoryNoCommandLine());
        numbered(all, "4. libraries", rules.eachLibraryHasItsPlace());
        all.put("5. only cli knows the process", rules.onlyTheCommandLineKnowsTheProcess());
        all.put("6. only the façade picks a transport", rules.onlyTheFacadePicksATransport());
        all.put("7. public signatures", rules.publicSignaturesAreOfTheJdkAndOurOwn());
        numbered(all, "imports run one way", rules.importsRunOneWay());
        all.put("names say what a class is", rules.namesSayWhatAClassIs());
        return all;
    }

    private static void numbered(Map<String, ArchRule> all, String name, List<ArchRule> rules) {
        rules.forEach(rule -> all.put(name + ": " + rule.getDescription(), rule));
    }

    /** Only the classes of the folder or jar that {@code member} is in. */
    private static JavaClasses imported(Class<?> member, String below) {
        URL place = member.getProtectionDomain().getCodeSource().getLocation();
        try {
            Path folder = Path.of(place.toURI()).resolve(below.replace('.', '/'));
            return new ClassFileImporter(List.<ImportOption>of(ArchitectureTest::isNoPackageInfo)).importPath(folder);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isNoPackageInfo(Location location) {
        return !location.contains("package-info");
    }
}
