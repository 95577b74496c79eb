/** Idempotent building blocks that any product could use: files, packages, services, sysctls. Nothing of K3S. */
package dev.k3sdeploy.task;
