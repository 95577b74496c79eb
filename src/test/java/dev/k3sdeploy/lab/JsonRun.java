package dev.k3sdeploy.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.cli.CommandRun;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A run told as JSON, one object a line. */
record JsonRun(CommandRun command) {
    int exitCode() {
        return command.exitCode();
    }

    List<JsonNode> lines() {
        return command.out().lines().map(JsonRun::parse).toList();
    }

    private static JsonNode parse(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }

    JsonNode recap() {
        List<JsonNode> lines = lines();
        return lines.get(lines.size() - 1);
    }

    /** The recap's count of an outcome, on all machines. */
    int count(String outcome) {
        return recap().path(outcome).asInt(-1);
    }

    int count(LabHost host, String outcome) {
        return recap().path("hosts").path(host.name()).path(outcome).asInt(-1);
    }

    /** The tasks that ended so, as «host: title». */
    List<String> tasks(String outcome) {
        return ended(outcome)
                .map(line ->
                        line.path("host").asText() + ": " + line.path("task").asText())
                .toList();
    }

    /** The tasks that ended so and what they did, as «host: title: what». */
    Stream<String> details(String outcome) {
        return ended(outcome)
                .map(line ->
                        line.path("host").asText() + ": " + line.path("task").asText() + ": "
                                + line.path("summary").asText());
    }

    /** When a task was started, or ended, on a machine. */
    Instant time(String event, LabHost host, String task) {
        return lines().stream()
                .filter(line -> line.path("type").asText().equals(event)
                        && line.path("host").asText().equals(host.name())
                        && line.path("task").asText().equals(task))
                .map(line -> Instant.parse(line.path("time").asText()))
                .findFirst()
                .orElseThrow();
    }

    /** What the failures say, hints included: those of machines, and those that kept the run from beginning. */
    String problems() {
        Stream<JsonNode> before =
                lines().stream().filter(line -> line.path("type").asText().equals("problem"));
        return Stream.concat(before, Stream.of("failed", "unreachable").flatMap(this::ended))
                .map(line ->
                        line.path("summary").asText() + "\n" + line.path("hint").asText())
                .reduce("", (one, other) -> one + other + "\n");
    }

    private Stream<JsonNode> ended(String outcome) {
        return lines().stream()
                .filter(line -> line.path("type").asText().equals("task_ended"))
                .filter(line -> line.path("outcome").asText().equals(outcome));
    }

    @Override
    public String toString() {
        return "exit code " + exitCode() + "\n" + command.out() + command.err();
    }
}
