/**
 * Bringing machines to a state: tasks that say how far a machine is from it, plays that put them in order, a runner
 * that checks, fixes and checks again. Knows machines only as sessions; nothing of inventories, SSH or K3S.
 */
package dev.k3sdeploy.engine;
