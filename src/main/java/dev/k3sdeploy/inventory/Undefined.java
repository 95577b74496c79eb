package dev.k3sdeploy.inventory;

import com.hubspot.jinjava.util.HasObjectTruthValue;
import java.util.Iterator;

/** What stands in a template for a name without a value: good for {@code default} and {@code is defined}, else an error. */
final class Undefined implements HasObjectTruthValue, Iterable<Object> {
    private final TemplateScope scope;
    private final String name;

    Undefined(TemplateScope scope, String name) {
        this.scope = scope;
        this.name = name;
    }

    TemplateException failure() {
        return scope.undefined(name);
    }

    @Override
    public boolean getObjectTruthValue() {
        throw failure();
    }

    @Override
    public Iterator<Object> iterator() {
        throw failure();
    }

    @Override
    public boolean equals(Object other) {
        throw failure();
    }

    @Override
    public int hashCode() {
        throw failure();
    }

    @Override
    public String toString() {
        throw failure();
    }
}
