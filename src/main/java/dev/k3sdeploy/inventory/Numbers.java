package dev.k3sdeploy.inventory;

import java.math.BigInteger;

/** Whole numbers in the smallest JDK type that holds them. */
final class Numbers {
    private Numbers() {}

    static Number smallest(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return value.intValueExact();
        }
        if (value.bitLength() < Long.SIZE) {
            return value.longValueExact();
        }
        return value;
    }
}
