/**
 * The exercises of a course as checks: each does what its students do, in a namespace of its own, and tells what they
 * would trip over.
 */
package dev.k3sdeploy.kube.check;
