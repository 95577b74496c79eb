package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where releases come from: K3S's own servers, or mirrors with the same layout.
 *
 * @param channelUrl the channel server ({@code k3s_channel_url}); {@code <channelUrl>/<channel>} redirects to a version
 * @param releaseUrl the release files ({@code k3s_release_url}), as {@code <releaseUrl>/<version>/<file>}
 */
public record ReleaseSource(URI channelUrl, URI releaseUrl) {
    /** K3S's own servers. */
    public static final ReleaseSource OFFICIAL =
            of("https://update.k3s.io/v1-release/channels", "https://github.com/k3s-io/k3s/releases/download");

    /**
     * Checks both.
     *
     * @param channelUrl {@link #channelUrl()}
     * @param releaseUrl {@link #releaseUrl()}
     * @throws dev.k3sdeploy.problem.K3sDeployException when one is no address of HTTP
     */
    public ReleaseSource {
        channelUrl = checked("k3s_channel_url", channelUrl);
        releaseUrl = checked("k3s_release_url", releaseUrl);
    }

    /**
     * Reads both addresses; an error names the variable that holds the bad one.
     *
     * @param channelUrl of the channel server, without its channels
     * @param releaseUrl of the releases, without a version
     * @return both, without a slash at the end
     * @throws dev.k3sdeploy.problem.K3sDeployException when one is no address of HTTP
     */
    public static ReleaseSource of(String channelUrl, String releaseUrl) {
        return new ReleaseSource(parse("k3s_channel_url", channelUrl), parse("k3s_release_url", releaseUrl));
    }

    URI channels() {
        return channelUrl;
    }

    URI channel(String name) {
        return URI.create(channelUrl + "/" + encoded(name));
    }

    /** The plus sign of a version is a blank to some servers, so it travels as %2B. */
    URI file(K3sVersion version, String name) {
        return URI.create(releaseUrl + "/" + encoded(version.toString()) + "/" + encoded(name));
    }

    /** Where a person sees which versions there are. */
    String releasesPage() {
        return releaseUrl.toString().replaceFirst("/download$", "");
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }

    private static URI parse(String variable, String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            throw unusable(variable, Quote.of(text), "it is no URL (" + e.getReason() + ")");
        }
    }

    private static URI checked(String variable, URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getUserInfo() != null) {
            throw unusable(variable, "(not shown)", "a name and password in the URL are not supported");
        }
        if (!(scheme.equals("https") || scheme.equals("http")) || url.getHost() == null) {
            throw unusable(variable, url.toString(), "it needs https:// (or http://) and a host");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw unusable(variable, url.toString(), "it must not have a query or fragment (? or #)");
        }
        return URI.create(url.toString().replaceFirst("/+$", ""));
    }

    private static K3sDeployException unusable(String variable, String value, String why) {
        return new K3sDeployException(
                variable + " = " + value + " cannot be used: " + why,
                "Leave it out to use K3S's own server, or give the mirror's address such as https://mirror.example/k3s");
    }
}
