/**
 * Machines for tests, made with Testcontainers: containers that behave as VMs. Knows no JUnit; needs
 * {@code org.testcontainers:testcontainers}, which the library does not bring along.
 */
package dev.k3sdeploy.testcontainers;
