package dev.k3sdeploy.remote.openssh;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A command line in a form that tells what ssh does not: that the machine has begun with it, by a word that nobody can
 * foresee, and its end by a signal, as the status 128 + n. Base64, because csh and fish quote in ways of their own.
 */
record FramedCommand(String nonce, String line) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static FramedCommand of(String commandLine) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        String nonce = "k3sdeploy-" + HexFormat.of().formatHex(bytes);
        String encoded = Base64.getEncoder().encodeToString(commandLine.getBytes(StandardCharsets.UTF_8));
        return new FramedCommand(
                nonce,
                "exec /bin/sh -c 'echo " + nonce + "; /bin/sh -c \"$(echo " + encoded + " | base64 -d)\"; exit $?'");
    }
}
