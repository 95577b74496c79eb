package dev.k3sdeploy.archfixture.task;

/** Five ways to meddle with the process. */
final class ProcessAware {
    private ProcessAware() {}

    static void print() {
        System.out.print("");
    }

    static void complain() {
        System.err.print("");
    }

    static void end() {
        System.exit(0);
    }

    static void die() {
        Runtime.getRuntime().halt(0);
    }

    static int look() {
        return System.getenv().size();
    }
}
