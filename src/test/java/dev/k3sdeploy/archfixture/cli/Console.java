package dev.k3sdeploy.archfixture.cli;

/** Where a program may write to its output. */
public final class Console {
    private Console() {}

    public static void print() {
        System.out.print("");
    }
}
