package dev.k3sdeploy.artifact;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.problem.K3sDeployException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Asks the channel server. {@code GET <channels>/<name>} is answered by a redirect whose last path segment is the version;
 * anything else means that there is no such channel, that it has no version now, or that somebody else answered. Then the
 * list of channels tells which. (An answer that is not a version must never pass: followed blindly, an error page makes the
 * channel's name the «version», k3s-io/k3s#6052.)
 */
final class Channels {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][\\w.-]*");
    private static final String PIN = "Or name a version yourself, which needs no channel server: -e k3s_version=";
    private final ReleaseSource source;
    private final Fetch fetch;

    Channels(ReleaseSource source, Fetch fetch) {
        this.source = source;
        this.fetch = fetch;
    }

    K3sVersion ask(String channel) throws FetchFailedException {
        if (!NAME.matcher(channel).matches()) {
            throw new UnknownReleaseException(
                    "«" + Quote.of(channel) + "» is not the name of a channel",
                    "A channel is stable, latest, testing, or a minor version such as v1.33");
        }
        Answer answer = fetch.get(source.channel(channel), new MemorySink());
        return answer.isRedirect() ? fromLocation(answer) : fromList(channel, answer);
    }

    private K3sVersion fromLocation(Answer answer) {
        String location = answer.headers().firstValue("Location").orElseThrow();
        String path = location.replaceFirst("[?#].*$", "");
        String tail = path.substring(path.lastIndexOf('/') + 1);
        return K3sVersion.find(tail.replace("%2B", "+").replace("%2b", "+"))
                .orElseThrow(() -> noVersion(answer.uri(), "redirects to " + Quote.of(location)));
    }

    private K3sVersion fromList(String channel, Answer answer) throws FetchFailedException {
        Map<String, String> latest = list(answer);
        String version = latest.get(channel);
        if (version == null) {
            throw new UnknownReleaseException(
                    "The channel server knows no channel «" + channel + "»",
                    "Set k3s_channel to one of: " + String.join(", ", latest.keySet()));
        }
        if (version.isEmpty()) {
            throw new K3sDeployException(
                    "The channel " + channel + " has no version at present",
                    "Set k3s_channel to another. " + PIN + "…");
        }
        return K3sVersion.find(version)
                .orElseThrow(() -> noVersion(source.channels(), "names «" + Quote.of(version) + "» for " + channel));
    }

    /** From channel to latest version, empty where it has none, in the server's order. */
    private Map<String, String> list(Answer first) throws FetchFailedException {
        MemorySink text = new MemorySink();
        Answer answer = fetch.follow(source.channels(), text);
        Optional<JsonNode> data = answer.hasBody() ? json(text.text()) : Optional.empty();
        if (data.isEmpty()) {
            throw noVersion(first.uri(), "answers with status " + first.status() + ", " + first.contentType());
        }
        Map<String, String> latest = new LinkedHashMap<>();
        for (JsonNode channel : data.get()) {
            latest.put(channel.path("name").asText(), channel.path("latest").asText());
        }
        return latest;
    }

    private static Optional<JsonNode> json(String text) {
        try {
            JsonNode data = new ObjectMapper().readTree(text).path("data");
            return Optional.of(data).filter(list -> list.isArray() && !list.isEmpty());
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static K3sDeployException noVersion(URI asked, String instead) {
        return new K3sDeployException(
                "The channel server does not answer with a version: " + asked + " " + instead,
                "Open that address in a browser: a proxy, a login page or an outage may answer in its place. " + PIN
                        + "v1.33.5+k3s1");
    }
}
