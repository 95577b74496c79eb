package dev.k3sdeploy.artifact;

import static dev.k3sdeploy.artifact.ReleaseFixture.CHANNELS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTest {
    private static final String STABLE = CHANNELS + "/stable";
    private static final TestAnswer LIST = TestAnswer.text("""
            {"type": "collection", "resourceType": "channels", "data": [
              {"id": "stable", "type": "channel", "name": "stable", "latest": "v1.33.5+k3s1"},
              {"id": "latest", "type": "channel", "name": "latest", "latest": "not a version"},
              {"id": "v1.34", "type": "channel", "name": "v1.34", "latestRegexp": "v1\\\\.34\\\\..*"}]}
            """);

    @TempDir
    Path cache;

    private ReleaseFixture at;

    @BeforeEach
    void start() {
        at = new ReleaseFixture(cache);
        at.server.on(CHANNELS, LIST);
    }

    @AfterEach
    void stop() {
        at.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/k3s-io/k3s/releases/tag/v1.33.5+k3s1",
                "https://github.com/k3s-io/k3s/releases/tag/v1.33.5%2Bk3s1",
                "/releases/tag/v1.33.5%2bk3s1?from=channel",
                "v1.33.5+k3s1"
            })
    void aChannelIsTheVersionThatTheServerRedirectsTo(String location) {
        at.server.on(STABLE, TestAnswer.redirect(location));

        ResolvedChannel stable = at.releases().resolve("stable");

        assertThat(stable.version()).hasToString("v1.33.5+k3s1");
        assertThat(stable.channel()).isEqualTo("stable");
        assertThat(stable.note()).isEmpty();
        assertThat(at.server.requests())
                .as("the redirect is read, not followed")
                .containsExactly(STABLE);
    }

    @Test
    void aMirrorThatOnlyHasTheListIsEnough() {
        assertThat(at.releases().resolve("stable").version()).hasToString("v1.33.5+k3s1");
    }

    @Test
    void anUnknownChannelIsToldWithThoseThatExist() {
        assertThatThrownBy(() -> at.releases().resolve("stabel"))
                .isInstanceOf(UnknownReleaseException.class)
                .hasMessageContaining("no channel «stabel»")
                .hasMessageContaining("stable, latest, v1.34");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "../secret", "a/b", "stable?x", "-", "stable\n"})
    void whatCannotBeTheNameOfAChannelIsNotAskedFor(String name) {
        assertThatThrownBy(() -> at.releases().resolve(name))
                .isInstanceOf(UnknownReleaseException.class)
                .hasMessageContaining("is not the name of a channel");
        assertThat(at.server.requests()).isEmpty();
    }

    @Test
    void aChannelWithoutAVersionSaysSo() {
        assertThatThrownBy(() -> at.releases().resolve("v1.34"))
                .isNotInstanceOf(UnknownReleaseException.class)
                .hasMessageContaining("channel v1.34 has no version at present");
    }

    @Test
    void aListWithSomethingElseInPlaceOfAVersionSaysSo() {
        noVersion("latest", "names «not a version» for latest");
    }

    /** k3s-io/k3s#6052: an error page with status 200 made the channel's name the version. */
    @Test
    void anErrorPageInPlaceOfARedirectIsNoVersion() {
        at.server.on(STABLE, TestAnswer.html("<html>Service unavailable</html>"));
        at.server.on(CHANNELS, TestAnswer.html("<html>Service unavailable</html>"));

        noVersion("stable", "answers with status 200, text/html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.school.example/stable",
                "https://github.com/k3s-io/k3s/releases/tag/",
                "https://github.com/k3s-io/k3s/releases/tag/v1.33.5",
                "https://github.com/k3s-io/k3s/releases/tag/v1.33.5+k3s1; rm -rf"
            })
    void aRedirectToSomethingElseIsNoVersion(String location) {
        at.server.on(STABLE, TestAnswer.redirect(location));

        noVersion("stable", "redirects to " + location);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"data\": 3}", "{\"data\": []}", "{\"data\": [", "null"})
    void aListThatIsNoneIsNoVersion(String text) {
        at.server.on(CHANNELS, TestAnswer.text(text));

        noVersion("stable", "answers with status 404");
    }

    @Test
    void anUnreachableServerWithoutAnEarlierAnswerIsUnreachable() {
        at.close();

        assertThatThrownBy(() -> at.releases().resolve("stable"))
                .isInstanceOf(ReleaseUnreachableException.class)
                .hasMessageContaining("channel server cannot be reached")
                .hasMessageContaining("K3SDEPLOY_K3S")
                .hasMessageNotContaining("in the cache");
        assertThat(at.files()).as("nothing false is remembered").isEmpty();
    }

    @Test
    void theHintNamesTheVersionsThatAreInTheCache() {
        at.binary();
        at.close();

        assertThatThrownBy(() -> at.releases().resolve("stable"))
                .hasMessageContaining("in the cache: -e k3s_version=v1.33.5+k3s1");
    }

    @Test
    void anUnreachableServersLastAnswerIsUsedWithANote() throws IOException {
        at.server.on(STABLE, TestAnswer.redirect("/v1.33.5+k3s1"));
        at.releases().resolve("stable");
        Files.setLastModifiedTime(
                cache.resolve("channels/stable"), FileTime.from(Instant.parse("2026-01-02T12:00:00Z")));
        at.close();

        ResolvedChannel stable = at.releases().resolve("stable");

        assertThat(stable.version()).hasToString("v1.33.5+k3s1");
        assertThat(stable.note()).get().asString().contains("cannot be reached", "2026-01-02");
    }

    @Test
    void aServerThatStaysBusyIsAsGoodAsUnreachable() {
        at.server.on(STABLE, TestAnswer.redirect("/v1.33.5+k3s1"), TestAnswer.status(503));
        at.releases().resolve("stable");

        assertThat(at.releases().resolve("stable").note()).get().asString().contains("status 503");
    }

    @Test
    void theAnswerOfAnotherServerIsNotUsed() {
        at.server.on(STABLE, TestAnswer.redirect("/v1.33.5+k3s1"));
        at.releases().resolve("stable");
        at.source = ReleaseSource.of(
                "https://k3s.invalid/channels", at.source.releaseUrl().toString());

        assertThatThrownBy(() -> at.releases().resolve("stable")).isInstanceOf(ReleaseUnreachableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1.33.5+k3s1", "stable\n%s\n", "v1.33.5+k3s1\n%s\nmore\n"})
    void aDamagedMemoryIsNoMemory(String text) throws IOException {
        Files.createDirectories(cache.resolve("channels"));
        Files.writeString(
                cache.resolve("channels/stable"),
                text.replace("%s", at.source.channelUrl().toString()));
        at.close();

        assertThatThrownBy(() -> at.releases().resolve("stable")).isInstanceOf(ReleaseUnreachableException.class);
    }

    @Test
    void anAnswerThatCannotBeRememberedIsStillAnAnswer() throws IOException {
        Files.writeString(cache.resolve("channels"), "in the way");
        at.server.on(STABLE, TestAnswer.redirect("/v1.33.5+k3s1"));

        assertThat(at.releases().resolve("stable").version()).hasToString("v1.33.5+k3s1");
        assertThat(at.notes).anyMatch(note -> note.startsWith("Cannot write to"));
    }

    private void noVersion(String channel, String instead) {
        assertThatThrownBy(() -> at.releases().resolve(channel))
                .isInstanceOf(K3sDeployException.class)
                .isNotInstanceOf(UnknownReleaseException.class)
                .isNotInstanceOf(ReleaseUnreachableException.class)
                .hasMessageContaining("does not answer with a version")
                .hasMessageContaining(instead)
                .hasMessageContaining("-e k3s_version=");
        assertThat(at.files()).isEmpty();
    }
}
