package dev.k3sdeploy.k3s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a node lacks of the inventory's labels and taints, as a merge patch (RFC 7386).
 *
 * @param summary for people; empty when it lacks nothing
 */
record NodePatch(String summary, String json) {
    private static final String OUR_LABELS = "k3sdeploy.dev/labels";
    private static final String OUR_TAINTS = "k3sdeploy.dev/taints";

    /**
     * The patch for a node.
     *
     * @param node as the API tells of it
     * @param patch empty, to be filled
     */
    static NodePatch of(JsonNode node, NodeSettings wanted, ObjectNode patch) {
        List<String> said = new ArrayList<>();
        labels(node.path("metadata"), wanted, patch, said);
        taints(node, wanted, patch, said);
        return new NodePatch(String.join(", ", said), patch.toString());
    }

    private static void labels(JsonNode metadata, NodeSettings wanted, ObjectNode patch, List<String> said) {
        JsonNode found = metadata.path("labels");
        wanted.labels().forEach((key, value) -> {
            if (!found.path(key).isTextual() || !found.path(key).asText().equals(value)) {
                patch.withObjectProperty("metadata")
                        .withObjectProperty("labels")
                        .put(key, value);
                said.add("label " + key + "=" + value);
            }
        });
        for (String key : remembered(metadata, OUR_LABELS)) {
            if (!wanted.labels().containsKey(key) && found.has(key)) {
                patch.withObjectProperty("metadata")
                        .withObjectProperty("labels")
                        .putNull(key);
                said.add("no label " + key);
            }
        }
        remember(metadata, OUR_LABELS, wanted.labels().keySet(), patch, said);
    }

    private static void taints(JsonNode node, NodeSettings wanted, ObjectNode patch, List<String> said) {
        Map<String, JsonNode> taints = new LinkedHashMap<>();
        node.path("spec").path("taints").forEach(taint -> taints.put(id(taint), taint));
        Set<String> ids = new LinkedHashSet<>();
        int before = said.size();
        for (String text : wanted.taints()) {
            ObjectNode taint = taint(text, patch.objectNode());
            ids.add(id(taint));
            JsonNode found = taints.get(id(taint));
            if (found == null
                    || !found.path("value")
                            .asText("")
                            .equals(taint.path("value").asText(""))) {
                taints.put(id(taint), taint);
                said.add("taint " + text);
            }
        }
        for (String id : remembered(node.path("metadata"), OUR_TAINTS)) {
            if (!ids.contains(id) && taints.remove(id) != null) {
                said.add("no taint " + id);
            }
        }
        if (said.size() > before) {
            ArrayNode all = patch.withObjectProperty("spec").putArray("taints");
            taints.values().forEach(all::add);
        }
        remember(node.path("metadata"), OUR_TAINTS, ids, patch, said);
    }

    /** Key and effect: a node may have a key with several effects. */
    private static String id(JsonNode taint) {
        return taint.path("key").asText() + ":" + taint.path("effect").asText();
    }

    private static ObjectNode taint(String text, ObjectNode taint) {
        int colon = text.lastIndexOf(':');
        String[] keyAndValue = text.substring(0, colon).split("=", 2);
        taint.put("key", keyAndValue[0]);
        if (keyAndValue.length > 1 && !keyAndValue[1].isEmpty()) {
            taint.put("value", keyAndValue[1]);
        }
        return taint.put("effect", text.substring(colon + 1));
    }

    private static Set<String> remembered(JsonNode metadata, String annotation) {
        String text = metadata.path("annotations").path(annotation).asText("");
        return text.isEmpty() ? Set.of() : new TreeSet<>(List.of(text.split(",")));
    }

    private static void remember(
            JsonNode metadata, String annotation, Set<String> ours, ObjectNode patch, List<String> said) {
        if (new TreeSet<>(ours).equals(remembered(metadata, annotation))) {
            return;
        }
        ObjectNode annotations = patch.withObjectProperty("metadata").withObjectProperty("annotations");
        if (ours.isEmpty()) {
            annotations.putNull(annotation);
        } else {
            annotations.put(annotation, String.join(",", new TreeSet<>(ours)));
        }
        if (said.isEmpty()) {
            said.add("remember what is ours");
        }
    }
}
