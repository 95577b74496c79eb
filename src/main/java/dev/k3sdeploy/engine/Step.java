package dev.k3sdeploy.engine;

/**
 * One task on one machine, under way.
 *
 * @param play its title
 * @param target where
 * @param task its title
 */
public record Step(String play, Target target, String task) {}
