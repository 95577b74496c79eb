package dev.k3sdeploy.artifact;

import java.nio.file.Path;

/**
 * A file of this machine whose bytes were hashed, just now or after they last changed.
 *
 * @param path of this machine
 * @param sha256 64 lower-case hexadecimal digits
 * @param size in bytes
 */
public record VerifiedFile(Path path, String sha256, long size) {}
