/** This machine as a machine to work on, and the transport of the fast tests. Knows processes and nothing else. */
package dev.k3sdeploy.remote.local;
