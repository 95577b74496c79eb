package dev.k3sdeploy.k3s;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Answers of the API, from files. */
final class NodeLists {
    private NodeLists() {}

    static String read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(NodeLists.class.getResourceAsStream("/k3s/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
