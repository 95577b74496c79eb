package dev.k3sdeploy.inventory;

/**
 * A value that Ansible sets itself: final as it is, neither copied nor searched for templates.
 *
 * @param value unchangeable, of JDK types
 */
record Fixed(Object value) {}
