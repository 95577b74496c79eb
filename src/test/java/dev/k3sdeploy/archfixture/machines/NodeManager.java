package dev.k3sdeploy.archfixture.machines;

/** A name that says nothing. */
final class NodeManager {
    private NodeManager() {}

    record AbstractThing() {}
}
