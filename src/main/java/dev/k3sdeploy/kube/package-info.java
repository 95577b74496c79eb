/**
 * The finished cluster, asked through its API as a student's kubectl asks it. The only package that knows fabric8's client;
 * knows no machines, no SSH, no inventory and no command line.
 */
package dev.k3sdeploy.kube;
