package dev.k3sdeploy.engine;

/** One task on one machine, under way. */
public record Step(String play, Target target, String task) {}
