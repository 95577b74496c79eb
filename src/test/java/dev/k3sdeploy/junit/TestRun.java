package dev.k3sdeploy.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Test classes run by a JUnit of their own, in parallel, with a place for what they attach. */
final class TestRun {
    private TestRun() {}

    static EngineExecutionResults of(Path reports, Class<?>... classes) {
        return with("k3sdeploy.lab", "optional", reports, classes);
    }

    /** With a parameter of JUnit's configuration. */
    static EngineExecutionResults with(String parameter, String value, Path reports, Class<?>... classes) {
        EngineTestKit.Builder run = EngineTestKit.engine("junit-jupiter")
                .outputDirectoryCreator(new OutputFolder(reports))
                .configurationParameter(parameter, value)
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4");
        Stream.of(classes).forEach(type -> run.selectors(selectClass(type)));
        return run.execute();
    }
}
