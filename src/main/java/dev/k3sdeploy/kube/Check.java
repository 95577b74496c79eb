package dev.k3sdeploy.kube;

/**
 * An exercise, tried.
 *
 * @param name stable: users write it in command lines
 * @param exercise what students do, in a few words
 * @param needs what must be there for it
 * @param work says why all is well; else ends by {@link CheckFailure} or {@link NotPossible}
 */
public record Check(String name, String exercise, Needs needs, Work work) {
    /** What a cluster must be able to do before the check says anything about it. */
    public enum Needs {
        /** Nothing: it is the first to ask. */
        NOTHING,
        /** Answers to questions. */
        API,
        /** Pods run, and objects can be made: the lab's simulator can do neither. */
        PODS
    }

    /** Tries it. */
    @FunctionalInterface
    public interface Work {
        /**
         * Tries it.
         *
         * @param sandbox what may be used for it
         * @return what was seen, as a line for people
         * @throws CheckFailure when it does not work
         * @throws NotPossible when it cannot be tried
         */
        String in(Sandbox sandbox);
    }

    /**
     * A check that only asks.
     *
     * @param name one word, for {@code --only}
     * @param exercise what students do, in their words
     * @param work does it
     * @return a check that makes nothing
     */
    public static Check asking(String name, String exercise, Work work) {
        return new Check(name, exercise, Needs.API, work);
    }

    /**
     * A check of what runs in pods, or of objects that it makes.
     *
     * @param name one word, for {@code --only}
     * @param exercise what students do, in their words
     * @param work does it
     * @return a check that needs the images
     */
    public static Check withPods(String name, String exercise, Work work) {
        return new Check(name, exercise, Needs.PODS, work);
    }
}
