package dev.k3sdeploy.inventory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's operators on plain values; what Python refuses is refused here too. */
final class PythonOperators {
    private static final int LONGEST = 1_000_000;

    private PythonOperators() {}

    static Object add(@Nullable Object left, @Nullable Object right) {
        if (left instanceof String a && right instanceof String b) {
            return a + b;
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            List<@Nullable Object> both = new ArrayList<>(a);
            both.addAll(b);
            return both;
        }
        Object a = number(left, right, "+");
        Object b = number(right, left, "+");
        return a instanceof BigInteger x && b instanceof BigInteger y
                ? Numbers.smallest(x.add(y))
                : (Object) (decimal(a) + decimal(b));
    }

    static Object subtract(@Nullable Object left, @Nullable Object right) {
        Object a = number(left, right, "-");
        Object b = number(right, left, "-");
        return a instanceof BigInteger x && b instanceof BigInteger y
                ? Numbers.smallest(x.subtract(y))
                : (Object) (decimal(a) - decimal(b));
    }

    static Object multiply(@Nullable Object left, @Nullable Object right) {
        if (left instanceof String text && right instanceof Integer times) {
            return repeated(text, times);
        }
        if (left instanceof Integer times && right instanceof String text) {
            return repeated(text, times);
        }
        Object a = number(left, right, "*");
        Object b = number(right, left, "*");
        return a instanceof BigInteger x && b instanceof BigInteger y
                ? Numbers.smallest(x.multiply(y))
                : (Object) (decimal(a) * decimal(b));
    }

    private static String repeated(String text, int times) {
        if ((long) text.length() * times > LONGEST) {
            throw JinjaFunctions.scope().failure("the text would be longer than " + LONGEST + " characters");
        }
        return text.repeat(Math.max(0, times));
    }

    static int order(@Nullable Object left, @Nullable Object right) {
        return PythonOrder.compare(left, right, true, JinjaFunctions.scope());
    }

    static boolean contains(@Nullable Object container, @Nullable Object item) {
        if (container instanceof String text && item instanceof String part) {
            return text.contains(part);
        }
        if (container instanceof List<?> list) {
            return list.stream().anyMatch(member -> JinjaTests.equal(member, item));
        }
        if (container instanceof Map<?, ?> map) {
            return map.containsKey(item);
        }
        throw refused(item, container, "in");
    }

    private static Object number(@Nullable Object value, @Nullable Object other, String operator) {
        if (value instanceof Boolean truth) {
            return truth ? BigInteger.ONE : BigInteger.ZERO;
        }
        if (value instanceof Double) {
            return value;
        }
        if (value instanceof Number number) {
            return new BigInteger(number.toString());
        }
        throw refused(value, other, operator);
    }

    private static double decimal(Object number) {
        return ((Number) number).doubleValue();
    }

    private static TemplateException refused(@Nullable Object one, @Nullable Object other, String operator) {
        return JinjaFunctions.scope()
                .failure("«" + operator + "» does not take " + PythonTypes.name(one) + " and " + PythonTypes.name(other)
                        + "; | int and | string convert");
    }
}
