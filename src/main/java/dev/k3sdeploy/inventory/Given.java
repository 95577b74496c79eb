package dev.k3sdeploy.inventory;

import org.jspecify.annotations.Nullable;

/**
 * A variable's value as it was written, with its place.
 *
 * @param raw plain data in which texts may be templates; may hold {@link Encrypted} and {@link Unsafe}, or be {@link Fixed}
 */
record Given(@Nullable Object raw, Location at) {}
