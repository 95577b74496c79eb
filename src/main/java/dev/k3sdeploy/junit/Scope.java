package dev.k3sdeploy.junit;

/** How long a cluster of tests lives. */
public enum Scope {
    /** For each test method a cluster of its own. */
    METHOD,
    /** One for all tests of a class, its nested classes included. */
    CLASS,
    /** One for all classes of a launcher's session (a run of Surefire, Gradle or an IDE) that ask for the same. */
    SESSION
}
