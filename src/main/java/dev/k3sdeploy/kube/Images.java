package dev.k3sdeploy.kube;

import java.util.List;

/**
 * The images that checks run.
 *
 * @param shell has sh, wget, nslookup, httpd and awk, as busybox
 * @param other what a Deployment of {@code shell} is updated to; may be the same
 * @param exercises the images that the course's own texts name; each is only pulled
 * @param pull whether nodes may pull; else the images must be there
 */
public record Images(String shell, String other, List<String> exercises, boolean pull) {
    /** What the course's texts and the examples of kubernetes.io name. */
    public static final Images DEFAULTS = new Images(
            "docker.io/library/busybox:1.36",
            "docker.io/library/busybox:1.37",
            List.of(
                    "docker.io/library/ubuntu:22.04",
                    "docker.io/library/nginx:1.14.2",
                    "docker.io/traefik/whoami:v1.10.2",
                    "docker.io/traefik/whoami:v1.9.0",
                    "docker.io/library/perl:5.34.0"),
            true);

    /**
     * Takes a copy of the others' names.
     *
     * @param shell {@link #shell()}
     * @param other {@link #other()}
     * @param exercises {@link #exercises()}
     * @param pull {@link #pull()}
     */
    public Images {
        exercises = List.copyOf(exercises);
    }

    /**
     * The same images from another registry: {@code registry.school:5000/library/busybox:1.36}.
     *
     * @param registry host and port, maybe with a path
     * @return by the same names and tags, from there
     */
    public Images from(String registry) {
        String prefix = registry.replaceFirst("/+$", "") + "/";
        return new Images(
                prefix + path(shell),
                prefix + path(other),
                exercises.stream().map(image -> prefix + path(image)).toList(),
                pull);
    }

    private static String path(String image) {
        String first = image.replaceFirst("/.*", "");
        boolean named = image.contains("/") && first.matches(".*[.:].*|localhost");
        return named ? image.substring(first.length() + 1) : image;
    }

    /** {@return a tag of {@code shell}'s repository that nobody has made} */
    public String missing() {
        return shell.replaceFirst("@.*", "").replaceFirst(":[^/:]*$", "") + ":k3sdeploy-no-such-tag";
    }

    /**
     * As a pod's containers say it.
     *
     * @return {@code IfNotPresent} or {@code Never}
     */
    public String pullPolicy() {
        return pull ? "IfNotPresent" : "Never";
    }
}
