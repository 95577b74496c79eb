package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.kube.Images;
import dev.k3sdeploy.problem.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which images a verification runs: the inventory's, a registry's, or those that nodes have. */
@SuppressWarnings("NullAway.Init")
class VerifyImagesTest {
    private static final String NODES = "k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}\n";

    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder);
    }

    private Images images(String... extraVars) {
        return site.plan(NODES, extraVars).course().images();
    }

    @Test
    void theyAreThoseOfTheCourseUnlessTheInventorySaysOtherwise() {
        assertThat(images()).isEqualTo(Images.DEFAULTS);
        assertThat(images(
                        "{\"k3s_verify_images\": {\"shell\": \"registry.school:5000/busybox:1\", \"exercises\": []}}"))
                .isEqualTo(new Images(
                        "registry.school:5000/busybox:1", "registry.school:5000/busybox:1", List.of(), true));
    }

    @Test
    void whereK3sHasARegistryForAllImagesTheyComeFromThere() {
        Images images = images("{\"k3s_config\": {\"system-default-registry\": \"registry.school:5000\"}}");

        assertThat(images.shell()).isEqualTo("registry.school:5000/library/busybox:1.36");
        assertThat(images.exercises())
                .contains("registry.school:5000/library/ubuntu:22.04", "registry.school:5000/traefik/whoami:v1.10.2");
    }

    @Test
    void aRegistryOnTheCommandLineTakesThePlaceOfEachImagesOwn() {
        Images images = VerifyImages.named("registry.school:5000/mirror", Images.DEFAULTS, site.here());

        assertThat(images.shell()).isEqualTo("registry.school:5000/mirror/library/busybox:1.36");
        assertThat(images.pullPolicy()).isEqualTo("IfNotPresent");
        assertThat(images.missing()).isEqualTo("registry.school:5000/mirror/library/busybox:k3sdeploy-no-such-tag");
    }

    /** In a closed network: what is not there already fails at once. */
    @Test
    void imagesOfAFileAreOnTheNodesAndNotPulled() {
        site.file("images.txt", "# ours\nshell: docker.io/library/busybox:lab\nexercises: a/b:1, c/d:2\n");

        Images images = VerifyImages.named("images.txt", Images.DEFAULTS, site.here());

        assertThat(images)
                .isEqualTo(new Images(
                        "docker.io/library/busybox:lab",
                        "docker.io/library/busybox:lab",
                        List.of("a/b:1", "c/d:2"),
                        false));
        assertThat(images.pullPolicy()).isEqualTo("Never");
    }

    @Test
    void whatIsNoImageOrIsMisspeltIsTold() {
        assertThat(site.problems(NODES, "{\"k3s_verify_images\": {\"shel\": \"busybox:1\"}}"))
                .singleElement()
                .asString()
                .contains("k3s_verify_images", "has «shel»", "do you mean shell?");
        site.file("images.txt", "shell: busy box\n");
        assertThatThrownBy(() -> VerifyImages.named("images.txt", Images.DEFAULTS, site.here()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has the image «busy box», which is none");
    }
}
