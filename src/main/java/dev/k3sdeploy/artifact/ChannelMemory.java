package dev.k3sdeploy.artifact;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The last good answer for each channel, with the server that gave it: {@code channels/<channel>}, dated by its mtime. */
record ChannelMemory(Path root) {
    record Remembered(K3sVersion version, LocalDate since) {}

    void remember(URI server, String channel, K3sVersion version) {
        Path folder = root.resolve("channels");
        CacheFolder.create(folder);
        PartFile.text(folder, channel, version + "\n" + server + "\n");
    }

    /** Empty when nothing is remembered, or from another server. */
    Optional<Remembered> recall(URI server, String channel) {
        try {
            List<String> lines = Files.readAllLines(file(channel));
            if (lines.size() != 2 || !lines.get(1).equals(server.toString())) {
                return Optional.empty();
            }
            LocalDate since =
                    LocalDate.ofInstant(Files.getLastModifiedTime(file(channel)).toInstant(), ZoneId.systemDefault());
            return K3sVersion.find(lines.get(0)).map(version -> new Remembered(version, since));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path file(String channel) {
        return root.resolve("channels").resolve(channel);
    }
}
