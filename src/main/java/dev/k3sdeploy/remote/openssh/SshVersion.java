package dev.k3sdeploy.remote.openssh;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the system's ssh can do what this package needs of it. */
final class SshVersion {
    /** 8.4 brought SSH_ASKPASS_REQUIRE, 8.5 KnownHostsCommand. */
    private static final int OLDEST = 805;

    private static final Pattern NUMBER = Pattern.compile("OpenSSH_(?:for_Windows_)?(\\d+)\\.(\\d+)");
    private static final String OTHERWISE =
            "or leave out --transport openssh: the built-in SSH needs nothing installed";

    private SshVersion() {}

    /**
     * Asks {@code ssh -V}.
     *
     * @throws K3sDeployException when there is no ssh, or none that will do
     */
    static void require(String program) {
        try {
            Process process =
                    new ProcessBuilder(program, "-V").redirectErrorStream(true).start();
            process.getOutputStream().close();
            require(program, new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new K3sDeployException(
                    "--transport openssh needs the program " + program + ", and there is none here",
                    "Install OpenSSH's client (openssh-client), " + OTHERWISE,
                    e);
        }
    }

    static void require(String program, String said) {
        Matcher number = NUMBER.matcher(said);
        if (said.contains("_for_Windows_")) {
            throw new K3sDeployException(
                    "--transport openssh does not work on Windows: its ssh cannot share a connection",
                    "Run k3sdeploy in WSL, " + OTHERWISE);
        }
        if (!number.find() || Integer.parseInt(number.group(1)) * 100 + Integer.parseInt(number.group(2)) < OLDEST) {
            throw new K3sDeployException(
                    "--transport openssh needs OpenSSH 8.5 or newer, and " + program + " is " + said,
                    "Install a newer one, " + OTHERWISE);
        }
    }
}
