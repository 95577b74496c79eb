/**
 * The command: options in, views of a run's events out, exit codes. Knows the terminal and the environment; decides
 * nothing about clusters.
 */
package dev.k3sdeploy.cli;
