package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.util.List;
import java.util.Locale;

/** The processors that K3S is released for, and how a release names their files. */
public enum Architecture {
    /** 64-bit x86. */
    AMD64("amd64", "k3s"),
    /** 64-bit ARM. */
    ARM64("arm64", "k3s-arm64"),
    /** 32-bit ARM with hardware floating point. */
    ARMHF("arm", "k3s-armhf");

    private final String word;
    private final String binaryName;

    Architecture(String word, String binaryName) {
        this.word = word;
        this.binaryName = binaryName;
    }

    /**
     * {@return the architecture of a machine}
     *
     * @param machine what {@code uname -m} says there
     */
    public static Architecture of(String machine) {
        String name = machine.strip().toLowerCase(Locale.ROOT);
        if (name.equals("x86_64") || name.equals("amd64")) {
            return AMD64;
        }
        if (name.equals("aarch64") || name.equals("arm64")) {
            return ARM64;
        }
        if (name.startsWith("arm")) {
            return ARMHF;
        }
        throw new K3sDeployException(
                Message.of("architecture.unknown", Quote.of(machine)), Message.of("architecture.unknown.next"));
    }

    /** {@return the word in the release's file names: amd64, arm64 or arm} */
    public String word() {
        return word;
    }

    /** {@return the name of the executable in a release} */
    public String binaryName() {
        return binaryName;
    }

    /** {@return the file with the sha256 sums of this architecture's binary and archives} */
    public String checksumFile() {
        return "sha256sum-" + word + ".txt";
    }

    /** {@return the archives of container images for machines without a registry, the smallest first} */
    public List<String> imageArchives() {
        String tar = "k3s-airgap-images-" + word + ".tar";
        return List.of(tar + ".zst", tar + ".gz", tar);
    }
}
