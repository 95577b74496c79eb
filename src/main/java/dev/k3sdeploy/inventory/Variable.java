package dev.k3sdeploy.inventory;

import org.jspecify.annotations.Nullable;

/**
 * One variable of one host, templates resolved and vault text decrypted.
 *
 * @param name as it was asked for; an alias keeps the name that the caller used
 * @param value only {@code String}, {@code Integer}, {@code Long}, {@code BigInteger}, {@code Double}, {@code Boolean},
 *     {@code List}, {@code Map} (in the order of the file) or null; lists and maps cannot be changed
 * @param where the place that won by precedence
 */
public record Variable(String name, @Nullable Object value, Location where) {}
