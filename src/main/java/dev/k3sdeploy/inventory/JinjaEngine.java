package dev.k3sdeploy.inventory;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.TruthyTypeConverter;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.Context.Library;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.lib.tag.Tag;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jinjava.de.odysseus.el.ExpressionFactoryImpl;
import jinjava.de.odysseus.el.tree.TreeStore;
import jinjava.de.odysseus.el.tree.impl.Cache;
import jinjava.javax.el.ExpressionFactory;
import org.jspecify.annotations.Nullable;

/**
 * jinjava with nothing in it but our own filters, tests and functions and five statements that touch no file: no include, no
 * import, no reflection (see {@link PlainValues}), bounded output. What is listed here is allowed, all else is off, so that
 * a new version of jinjava adds nothing by itself.
 */
final class JinjaEngine {
    private static final Set<String> TAGS = Set.of(
            "if", "elif", "else", "endif", "for", "endfor", "set", "endset", "raw", "endraw", "break", "continue");
    private static final long LARGEST = 1_000_000;
    /** Parsed expressions that are kept, for the same template serves many hosts. */
    private static final int PARSED = 1000;

    static final JinjaEngine SHARED = new JinjaEngine();

    private final Jinjava jinjava;
    private final Map<Library, Set<String>> disabled;
    private final Context base;

    private JinjaEngine() {
        this.jinjava = new WithPythonText(config());
        this.disabled = disabled(jinjava.getGlobalContext());
        this.base = new Context(null, Map.of(), disabled);
        JinjaFilters.ALL.forEach((name, filter) -> base.registerFilter(new JinjaFilters.Adapter(name, filter)));
        JinjaTests.ALL.forEach((name, test) -> base.registerExpTest(new JinjaTests.Adapter(name, test)));
    }

    private static JinjavaConfig config() {
        return JinjavaConfig.newBuilder()
                .withElResolver(new PlainValues())
                .withNestedInterpretationEnabled(false) // a value that looks like a template stays text
                .withTrimBlocks(true)
                .withMaxOutputSize(LARGEST)
                .withMaxStringLength(LARGEST)
                .withMaxListSize(200_000)
                .withMaxMapSize(200_000)
                .withRangeLimit(10_000)
                .withEnableFilterChainOptimization(true)
                .withLegacyOverrides(LegacyOverrides.ALL)
                .build();
    }

    private static Map<Library, Set<String>> disabled(Context everything) {
        return Map.of(
                Library.TAG, except(everything.getAllTags().stream().map(Tag::getName), TAGS),
                Library.FILTER,
                        except(everything.getAllFilters().stream().map(Filter::getName), JinjaFilters.ALL.keySet()),
                Library.EXP_TEST,
                        except(everything.getAllExpTests().stream().map(ExpTest::getName), JinjaTests.ALL.keySet()),
                Library.FUNCTION,
                        everything.getAllFunctions().stream()
                                .map(ELFunctionDefinition::getName)
                                .collect(Collectors.toSet()));
    }

    private static Set<String> except(Stream<@Nullable String> all, Set<String> allowed) {
        Set<String> names = new HashSet<>(all.collect(Collectors.toSet()));
        names.removeAll(allowed);
        return names;
    }

    /**
     * An interpreter for one template. The trap: jinjava writes to its parent contexts while it renders, so that only one
     * thread may do so at a time.
     */
    JinjavaInterpreter interpreter(TemplateScope scope) {
        Context context = new OneTemplate(base, disabled, scope);
        context.setDynamicVariableResolver(scope::named);
        JinjaFunctions.of(scope, context).forEach(context::addGlobalMacro);
        return new JinjavaInterpreter(jinjava, context, jinjava.getGlobalConfig());
    }

    /** Keeps to itself what jinjava would record in all parents, for ever; refuses unknown filters, which it would skip. */
    private static final class OneTemplate extends Context {
        private final TemplateScope scope;

        OneTemplate(Context base, Map<Library, Set<String>> disabled, TemplateScope scope) {
            super(base, Map.of(), disabled);
            this.scope = scope;
        }

        @Override
        public Filter getFilter(String name) {
            Filter filter = super.getFilter(name);
            if (filter == null) {
                throw scope.failure("there is no filter «" + name + "»");
            }
            return filter;
        }

        @Override
        public ExpTest getExpTest(String name) {
            ExpTest test = super.getExpTest(name);
            if (test == null) {
                throw scope.failure("there is no test «" + name + "»");
            }
            return test;
        }

        @Override
        public void addResolvedExpression(String expression) {}

        @Override
        public void addResolvedValue(String value) {}

        @Override
        public void addResolvedFunction(String function) {}
    }

    /** jinjava in which operators do as in Python, and {@code ~} writes values as Python does. */
    private static final class WithPythonText extends Jinjava {
        private final ExpressionFactory expressions;

        WithPythonText(JinjavaConfig config) {
            super(config);
            this.expressions =
                    new ExpressionFactoryImpl(new TreeStore(new PythonSyntax(), new Cache(PARSED)), new AsPython());
        }

        @Override
        public ExpressionFactory getExpressionFactory() {
            return expressions;
        }
    }

    private static final class AsPython extends TruthyTypeConverter {
        @Override
        protected String coerceToString(@Nullable Object value) {
            return value == null ? "None" : PythonValues.text(Jinja.plain(value));
        }
    }
}
