package dev.k3sdeploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The real K3S of the tests tagged {@code real-k3s}: {@code K3SDEPLOY_K3S} names it. {@code K3SDEPLOY_K3S_NEXT} names one of
 * the next minor version; {@code K3SDEPLOY_IMAGES} an archive of K3S's pause image and of {@code docker.io/library/busybox:lab};
 * {@code K3SDEPLOY_CONTAINERD_TEMPLATE} a config.toml.tmpl, where the lab's containers need one to run pods.
 */
final class RealK3s {
    static final String VARIABLE = "K3SDEPLOY_K3S";
    static final String NEXT = "K3SDEPLOY_K3S_NEXT";
    static final String IMAGES = "K3SDEPLOY_IMAGES";

    private static final String AGENT = "/var/lib/rancher/k3s/agent/";

    private RealK3s() {}

    static Optional<Path> given(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    /** As it tells itself: {@code v1.33.5+k3s1}. */
    static String version(String variable) {
        return LocalProgram.run(given(variable).orElseThrow().toString(), "--version")
                .replaceFirst("(?s)^k3s version (\\S+).*", "$1");
    }

    /** A control machine that installs the K3S that a variable names. */
    static ControlSide control(LabHosts lab, String variable) {
        return lab.control().with(VARIABLE, given(variable).map(Path::toString).orElse(""));
    }

    /** One server, the others agents, without the add-ons: a closed machine can pull no image for them. */
    static LabInventory inventory(LabHosts lab) {
        return lab.inventory()
                .with("k3s_master_extra_opts", "--disable=traefik,coredns,servicelb,local-storage,metrics-server");
    }

    /** A K3S that is not the one given: of the next minor version, or the same with a last byte that says nothing to it. */
    static Path another(ControlSide control) {
        return given(NEXT).orElseGet(() -> changed(control.folder().resolve("other/k3s")));
    }

    private static Path changed(Path other) {
        try {
            if (Files.notExists(other)) {
                Files.createDirectories(other.resolveSibling("."));
                Files.copy(given(VARIABLE).orElseThrow(), other, StandardCopyOption.COPY_ATTRIBUTES);
                Files.writeString(other, "\n", StandardOpenOption.APPEND);
            }
            return other;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a machine without a registry needs to run pods. */
    static void bringImages(LabHost host) {
        host.copy(given(IMAGES).orElseThrow(), AGENT + "images/images.tar");
        given("K3SDEPLOY_CONTAINERD_TEMPLATE")
                .ifPresent(template -> host.copy(template, AGENT + "etc/containerd/config.toml.tmpl"));
    }
}
