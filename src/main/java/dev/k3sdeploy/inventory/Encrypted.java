package dev.k3sdeploy.inventory;

/** A value under Ansible's {@code !vault} tag, still encrypted: the envelope's text as written. */
record Encrypted(String envelope) {}
