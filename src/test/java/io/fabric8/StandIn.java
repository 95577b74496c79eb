package io.fabric8;

/** Stands in for a library that is no dependency yet, so that the rule about it can be seen to fail. */
public record StandIn() {}
