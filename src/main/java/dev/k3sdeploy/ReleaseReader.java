package dev.k3sdeploy;

import dev.k3sdeploy.artifact.AirgapFolder;
import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.artifact.ReleaseSource;
import dev.k3sdeploy.problem.K3sDeployException;
import java.nio.file.Files;
import java.util.Optional;

/** The variables that say which K3S is wanted. */
final class ReleaseReader {
    private static final String WHEN_UNREACHABLE = "when-unreachable";

    /** Of PyratLabs' role: a version, a channel, or false for the channel stable. */
    private static final String RELEASE_VERSION = "k3s_release_version";

    private ReleaseReader() {}

    /**
     * Reads them of the first server.
     *
     * @param lab whether the machines are k3sdeploy's own containers; only there may the simulator be used
     */
    static ReleaseWish read(HostValues values, boolean lab, ControlMachine here) {
        Optional<String> theirs = theirs(values);
        boolean exact =
                theirs.map(text -> text.matches("v?\\d+\\.\\d+\\.\\d.*")).orElse(false);
        return new ReleaseWish(
                values.parsed(exact ? RELEASE_VERSION : K3sVariables.VERSION, ReleaseReader::version),
                values.parsed(
                                theirs.isPresent() && !exact ? RELEASE_VERSION : K3sVariables.CHANNEL,
                                ReleaseReader::channel)
                        .orElse("stable"),
                source(values),
                simulator(values, lab),
                airgap(values, here));
    }

    private static Optional<AirgapFolder> airgap(HostValues values, ControlMachine here) {
        Optional<AirgapFolder> folder =
                values.text(K3sVariables.AIRGAP_DIR).map(here::path).map(AirgapFolder::new);
        if (folder.isPresent() && !Files.isDirectory(folder.get().path())) {
            values.problem(
                    K3sVariables.AIRGAP_DIR,
                    "is " + folder.get().path() + ", and there is no such folder",
                    "make it where there is a network: k3sdeploy artifacts download --images -o "
                            + folder.get().path());
        }
        return folder;
    }

    /** What another role's variable asks for, where ours ask for nothing. */
    private static Optional<String> theirs(HostValues values) {
        boolean ours = values.any(K3sVariables.VERSION).isPresent()
                || values.any(K3sVariables.CHANNEL).isPresent();
        return ours
                ? Optional.empty()
                : values.any(RELEASE_VERSION).map(String::valueOf).filter(text -> !text.equalsIgnoreCase("false"));
    }

    private static K3sVersion version(String text) {
        try {
            return K3sVersion.parse(text);
        } catch (K3sDeployException e) {
            throw new IllegalArgumentException("is no version of K3S: " + e.summary() + ". " + e.hint(), e);
        }
    }

    private static String channel(String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("is «" + text + "», which is no channel's name; stable or v1.33 are");
        }
        return text;
    }

    private static ReleaseSource source(HostValues values) {
        String channels = values.text(K3sVariables.CHANNEL_URL)
                .orElse(ReleaseSource.OFFICIAL.channelUrl().toString());
        String releases = values.text(K3sVariables.RELEASE_URL)
                .orElse(ReleaseSource.OFFICIAL.releaseUrl().toString());
        try {
            return ReleaseSource.of(channels, releases);
        } catch (K3sDeployException e) {
            String guilty = e.summary().startsWith(K3sVariables.CHANNEL_URL)
                    ? K3sVariables.CHANNEL_URL
                    : K3sVariables.RELEASE_URL;
            values.problem(guilty, "cannot be used: " + e.summary(), e.hint());
            return ReleaseSource.OFFICIAL;
        }
    }

    private static boolean simulator(HostValues values, boolean lab) {
        Optional<String> wish = values.text(K3sVariables.SIMULATOR);
        if (wish.isEmpty() || wish.get().equals("never")) {
            return false;
        }
        if (!wish.get().equals(WHEN_UNREACHABLE)) {
            values.problem(K3sVariables.SIMULATOR, "is «" + wish.get() + "»", "use when-unreachable or never");
        } else if (!lab) {
            values.problem(
                    K3sVariables.SIMULATOR,
                    "asks for the simulator on machines that are not the lab's containers",
                    "only with `machines: containers`; a real machine gets the real K3S");
        }
        return lab;
    }
}
