package dev.k3sdeploy.inventory;

import com.hubspot.jinjava.el.ExtendedSyntaxBuilder;
import com.hubspot.jinjava.el.ext.AdditionOperator;
import com.hubspot.jinjava.el.ext.CollectionMembershipOperator;
import com.hubspot.jinjava.el.ext.CollectionNonMembershipOperator;
import com.hubspot.jinjava.el.ext.ExtendedParser;
import java.util.Map;
import jinjava.de.odysseus.el.misc.TypeConverter;
import jinjava.de.odysseus.el.tree.impl.Builder;
import jinjava.de.odysseus.el.tree.impl.Parser;
import jinjava.de.odysseus.el.tree.impl.Parser.ExtensionHandler;
import jinjava.de.odysseus.el.tree.impl.Parser.ExtensionPoint;
import jinjava.de.odysseus.el.tree.impl.ast.AstBinary;
import jinjava.de.odysseus.el.tree.impl.ast.AstBinary.Operator;
import jinjava.de.odysseus.el.tree.impl.ast.AstBinary.SimpleOperator;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import org.jspecify.annotations.Nullable;

/**
 * jinjava's grammar with Python's operators: to jinjava {@code '5' == 5} is true and {@code '5' + 1} is 6, to Ansible the
 * one is false and the other an error.
 */
final class PythonSyntax extends ExtendedSyntaxBuilder {
    private static final Map<Operator, Operation> OPERATIONS = Map.of(
            AdditionOperator.OP, PythonOperators::add,
            AstBinary.SUB, PythonOperators::subtract,
            AstBinary.MUL, PythonOperators::multiply,
            AstBinary.EQ, (left, right) -> JinjaTests.equal(left, right),
            AstBinary.NE, (left, right) -> !JinjaTests.equal(left, right),
            AstBinary.LT, (left, right) -> PythonOperators.order(left, right) < 0,
            AstBinary.LE, (left, right) -> PythonOperators.order(left, right) <= 0,
            AstBinary.GT, (left, right) -> PythonOperators.order(left, right) > 0,
            AstBinary.GE, (left, right) -> PythonOperators.order(left, right) >= 0);

    PythonSyntax() {
        super(Feature.METHOD_INVOCATIONS, Feature.VARARGS, Feature.NULL_PROPERTIES);
    }

    @Override
    protected Parser createParser(String expression) {
        return new PythonParser(this, expression);
    }

    /** What an operator does with plain values. */
    private interface Operation {
        @Nullable
        Object apply(@Nullable Object left, @Nullable Object right);
    }

    private static final class PythonParser extends ExtendedParser {
        PythonParser(Builder builder, String expression) {
            super(builder, expression);
            putExtensionHandler(
                    CollectionMembershipOperator.TOKEN, handler((item, in) -> PythonOperators.contains(in, item)));
            putExtensionHandler(
                    CollectionNonMembershipOperator.TOKEN, handler((item, in) -> !PythonOperators.contains(in, item)));
        }

        @Override
        protected AstBinary createAstBinary(AstNode left, AstNode right, Operator operator) {
            Operation ours = OPERATIONS.get(operator);
            return ours == null
                    ? super.createAstBinary(left, right, operator)
                    : new AstBinary(left, right, operator(ours));
        }

        private static ExtensionHandler handler(Operation operation) {
            return new ExtensionHandler(ExtensionPoint.CMP) {
                @Override
                public AstNode createAstNode(AstNode... children) {
                    return new AstBinary(children[0], children[1], operator(operation));
                }
            };
        }

        private static Operator operator(Operation operation) {
            return new SimpleOperator() {
                @Override
                protected @Nullable Object apply(
                        TypeConverter converter, @Nullable Object left, @Nullable Object right) {
                    return operation.apply(Jinja.plain(left), Jinja.plain(right));
                }
            };
        }
    }
}
