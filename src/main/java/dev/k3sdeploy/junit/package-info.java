/**
 * Clusters for JUnit's tests: started before them, injected into them, gone after them. Knows JUnit and the façade; needs
 * {@code org.junit.jupiter:junit-jupiter-api} 5.13 or newer, which the library does not bring along.
 */
package dev.k3sdeploy.junit;
