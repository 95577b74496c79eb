/**
 * What can go wrong in a way that a user can understand and mend. A leaf: it knows no other package.
 */
package dev.k3sdeploy.problem;
