package dev.k3sdeploy.inventory;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.util.ForLoop;
import java.beans.FeatureDescriptor;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/**
 * How a template reaches into values: keys of mappings, positions of lists, and the few methods of {@link PythonMethods}.
 * Never a Java property, method or class; nothing here reflects.
 */
final class PlainValues extends ELResolver {
    private static final Object MISSING = new Object();

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, @Nullable Object property) {
        context.setPropertyResolved(true);
        if (base instanceof Undefined undefined) {
            throw undefined.failure();
        }
        Object value = MISSING;
        if (base instanceof Map<?, ?> map) {
            value = entry(map, property);
        } else if (base instanceof List<?> list) {
            value = item(list, property);
        } else if (base instanceof String text) {
            value = character(text, property);
        } else if (base instanceof ForLoop loop) {
            value = ofLoop(loop, String.valueOf(property));
        }
        return value == MISSING ? undefined(property) : value;
    }

    private static Object ofLoop(ForLoop loop, String property) {
        return switch (property) {
            case "first" -> loop.isFirst();
            case "last" -> loop.isLast();
            case "index" -> loop.getIndex();
            case "index0" -> loop.getIndex0();
            case "revindex" -> loop.getRevindex();
            case "revindex0" -> loop.getRevindex0();
            case "length" -> loop.getLength();
            default -> MISSING;
        };
    }

    private static @Nullable Object entry(Map<?, ?> map, @Nullable Object property) {
        if (map.containsKey(property)) {
            return map.get(property);
        }
        Integer number = PythonValues.toInteger(property);
        return number != null && map.containsKey(number) ? map.get(number) : MISSING;
    }

    private static @Nullable Object item(List<?> list, @Nullable Object property) {
        Integer index = PythonValues.toInteger(property);
        int position = index == null ? -1 : index < 0 ? list.size() + index : index;
        return position >= 0 && position < list.size() ? list.get(position) : MISSING;
    }

    private static Object character(String text, @Nullable Object property) {
        Integer index = PythonValues.toInteger(property);
        int position = index == null ? -1 : index < 0 ? text.length() + index : index;
        return position >= 0 && position < text.length() ? text.substring(position, position + 1) : MISSING;
    }

    private static Object undefined(@Nullable Object property) {
        return new Undefined(JinjaFunctions.scope(), String.valueOf(property));
    }

    @Override
    public @Nullable Object invoke(
            ELContext context,
            @Nullable Object base,
            @Nullable Object method,
            Class<?> @Nullable [] types,
            @Nullable Object @Nullable [] given) {
        context.setPropertyResolved(true);
        @Nullable Object[] arguments = given == null ? new Object[0] : given;
        if (base instanceof ExpTest test && arguments.length >= 2) {
            return test(test, String.valueOf(method), arguments);
        }
        if (base instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (base instanceof Filter || base == null) {
            throw JinjaFunctions.scope().failure("«" + method + "» cannot be called");
        }
        return PythonMethods.call(base, String.valueOf(method), arguments, JinjaFunctions.scope());
    }

    /** How jinjava's grammar calls a test: the value, the interpreter, the test's arguments. */
    private static boolean test(ExpTest test, String method, @Nullable Object[] arguments) {
        Object[] rest = java.util.Arrays.copyOfRange(arguments, 2, arguments.length);
        boolean result = test.evaluate(arguments[0], (JinjavaInterpreter) arguments[1], rest);
        return method.equals("evaluateNegated") != result;
    }

    @Override
    public Class<?> getType(ELContext context, @Nullable Object base, @Nullable Object property) {
        return Object.class;
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, @Nullable Object property, @Nullable Object value) {
        throw JinjaFunctions.scope().failure("a template changes nothing");
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
        return true;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, @Nullable Object base) {
        return Collections.emptyIterator();
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return Object.class;
    }
}
