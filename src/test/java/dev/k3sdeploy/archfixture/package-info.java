/** Planted violations: each rule of the architecture is seen to fail on one of these. */
package dev.k3sdeploy.archfixture;
