package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** From a node and the inventory's wishes to what must be patched. */
class NodePatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NODE = """
            {"metadata": {"name": "a", "labels": {"zone": "1", "others": "x"%s}, "annotations": {%s}},
             "spec": {"taints": [{"key": "node.kubernetes.io/unreachable", "effect": "NoExecute"}%s]}}
            """;

    private static NodePatch patch(String node, Map<String, String> labels, String... taints) {
        NodeSettings wanted = new NodeSettings(
                new TreeMap<>(),
                Optional.empty(),
                Map.of(),
                new TreeMap<>(labels),
                List.of(taints),
                new TreeMap<>(),
                DatastoreFiles.NONE,
                false,
                Set.of());
        try {
            return NodePatch.of(JSON.readTree(node), wanted, JSON.createObjectNode());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNodeThatNobodyWishesAnythingOfIsLeftAlone() {
        assertThat(patch(NODE.formatted("", "", ""), Map.of())).isEqualTo(new NodePatch("", "{}"));
    }

    @Test
    void whatIsMissingOrDiffersIsSetAndRemembered() {
        NodePatch patch = patch(NODE.formatted("", "", ""), Map.of("zone", "2", "tier", "web"), "db=yes:NoSchedule");

        assertThat(patch.summary()).isEqualTo("label tier=web, label zone=2, taint db=yes:NoSchedule");
        assertThat(patch.json())
                .isEqualTo("{\"metadata\":{\"labels\":{\"tier\":\"web\",\"zone\":\"2\"},"
                        + "\"annotations\":{\"k3sdeploy.dev/labels\":\"tier,zone\","
                        + "\"k3sdeploy.dev/taints\":\"db:NoSchedule\"}},"
                        + "\"spec\":{\"taints\":[{\"key\":\"node.kubernetes.io/unreachable\",\"effect\":\"NoExecute\"},"
                        + "{\"key\":\"db\",\"value\":\"yes\",\"effect\":\"NoSchedule\"}]}}");
    }

    @Test
    void whatIsInPlaceAndRememberedIsLeftAlone() {
        String node = NODE.formatted(
                ", \"tier\": \"web\"",
                "\"k3sdeploy.dev/labels\": \"tier\", \"k3sdeploy.dev/taints\": \"db:NoSchedule\"",
                ", {\"key\": \"db\", \"value\": \"yes\", \"effect\": \"NoSchedule\"}");

        assertThat(patch(node, Map.of("tier", "web"), "db=yes:NoSchedule").summary())
                .isEmpty();
    }

    @Test
    void whatWasOursAndIsNotWishedAnyMoreGoesAndWhatOthersSetStays() {
        String node = NODE.formatted(
                ", \"tier\": \"web\"",
                "\"k3sdeploy.dev/labels\": \"tier\", \"k3sdeploy.dev/taints\": \"db:NoSchedule\"",
                ", {\"key\": \"db\", \"value\": \"yes\", \"effect\": \"NoSchedule\"}");

        NodePatch patch = patch(node, Map.of());

        assertThat(patch.summary()).isEqualTo("no label tier, no taint db:NoSchedule");
        assertThat(patch.json())
                .isEqualTo("{\"metadata\":{\"labels\":{\"tier\":null},"
                        + "\"annotations\":{\"k3sdeploy.dev/labels\":null,\"k3sdeploy.dev/taints\":null}},"
                        + "\"spec\":{\"taints\":[{\"key\":\"node.kubernetes.io/unreachable\","
                        + "\"effect\":\"NoExecute\"}]}}");
    }

    @Test
    void aTaintWithAnotherValueIsReplaced() {
        String node = NODE.formatted(
                "",
                "\"k3sdeploy.dev/taints\": \"db:NoSchedule\"",
                ", {\"key\": \"db\", \"value\": \"no\", \"effect\": \"NoSchedule\"}");

        assertThat(patch(node, Map.of(), "db=yes:NoSchedule").json())
                .contains("\"value\":\"yes\"")
                .doesNotContain("\"value\":\"no\"");
    }
}
