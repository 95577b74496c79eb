package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What doclint of Java 17 does not look at: a record's components. The compiler itself checks all else. */
class JavadocTest {
    private static final Path SOURCES = Path.of("src/main/java");

    @Test
    void everyComponentOfAPublicRecordIsTold() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(untold(files.filter(file -> file.toString().endsWith(".java"))
                            .map(file -> source(file.toString(), read(file)))
                            .toList()))
                    .isEmpty();
        }
    }

    @Test
    void aComponentThatIsNotToldIsFound() throws IOException {
        String text = """
                /**
                 * A point.
                 *
                 * @param x to the right
                 */
                public record Point(int x, int y) {
                    record Hidden(int z) {}
                    public interface Shape { record Circle(int radius) implements Shape {} }
                }
                """;
        assertThat(untold(List.of(source("Point.java", text)))).containsExactlyInAnyOrder("Point.y", "Circle.radius");
    }

    private static List<String> untold(List<JavaFileObject> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, sources);
        RecordScanner scanner = new RecordScanner(DocTrees.instance(task));
        for (CompilationUnitTree unit : task.parse()) {
            scanner.scan(unit, true);
        }
        return scanner.untold;
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(
                URI.create("string:///" + name.replace('\\', '/')), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Goes into types that are seen from outside; the argument says whether the type around is. */
    private static final class RecordScanner extends TreePathScanner<@Nullable Void, Boolean> {
        private final DocTrees docs;
        private final List<String> untold = new ArrayList<>();

        private RecordScanner(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, Boolean around) {
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            boolean open = around
                    && (parent.getKind() == Tree.Kind.INTERFACE
                            || type.getModifiers().getFlags().contains(Modifier.PUBLIC));
            if (open && type.getKind() == Tree.Kind.RECORD) {
                Set<String> told = told();
                type.getMembers().stream()
                        .filter(member -> member instanceof VariableTree field && !isStatic(field.getModifiers()))
                        .map(member -> ((VariableTree) member).getName().toString())
                        .filter(name -> !told.contains(name))
                        .forEach(name -> untold.add(type.getSimpleName() + "." + name));
            }
            return super.visitClass(type, open);
        }

        private Set<String> told() {
            Set<String> names = new HashSet<>();
            DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
            if (comment != null) {
                comment.getBlockTags().stream()
                        .filter(ParamTree.class::isInstance)
                        .forEach(tag -> names.add(((ParamTree) tag).getName().toString()));
            }
            return names;
        }

        private static boolean isStatic(ModifiersTree modifiers) {
            return modifiers.getFlags().contains(Modifier.STATIC);
        }
    }
}
