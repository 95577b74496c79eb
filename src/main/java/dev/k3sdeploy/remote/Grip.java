package dev.k3sdeploy.remote;

import java.time.Duration;
import java.util.Optional;

/**
 * How a shell has hold of its machine's lock.
 *
 * @param held whether it does
 * @param other who does instead; empty too where the machine has no means of locking
 */
record Grip(boolean held, Optional<Holder> other) {
    static final Grip NONE = new Grip(false, Optional.empty());

    /** By the words of {@link Claim#functions}. */
    static Grip of(String words) {
        String[] word = words.split(" ", 5);
        if (word[0].equals("other") && word.length >= 4 && word[2].matches("\\d{1,9}") && word[3].matches("\\d{1,9}")) {
            return new Grip(
                    false,
                    Optional.of(new Holder(
                            word[1],
                            Long.parseLong(word[2]),
                            Duration.ofSeconds(Long.parseLong(word[3])),
                            word.length == 5
                                    ? new Claim("", "", word[4]).owner().strip()
                                    : "")));
        }
        return word[0].equals("held") ? new Grip(true, Optional.empty()) : NONE;
    }
}
