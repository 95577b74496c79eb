/** What docs/library.md shows, compiled and run: a task, a connection and a machine provider of a user's own. */
package dev.k3sdeploy.examples;
