package dev.k3sdeploy.inventory;

/** Text under Ansible's {@code !unsafe} tag: never a template, whatever it holds. */
record Unsafe(String text) {}
