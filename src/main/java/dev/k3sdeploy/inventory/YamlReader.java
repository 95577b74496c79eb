package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into a {@link Tree}, strictly: a duplicate key, a tag other than {@code !vault} and
 * {@code !unsafe}, a second document, an alias bomb or a nesting without end are problems. Built on SnakeYAML's events,
 * so that each value keeps its mark and nothing is typed by other rules than {@link PlainScalar}'s.
 */
final class YamlReader {
    private static final int DEEPEST = 100;
    /** Values that aliases may add to a document; a bomb asks for millions. */
    private static final int MOST_ALIASED = 200_000;

    private final TextFile file;
    private final Problems problems;
    private final ParserImpl events;
    private final Map<String, Tree> anchors = new HashMap<>();
    private int aliased;

    private YamlReader(TextFile file, Problems problems) {
        this.file = file;
        this.problems = problems;
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE); // TextFile has its own
        this.events = new ParserImpl(new StreamReader(file.text()), options);
    }

    /** The document, or null when it could not be read and the problem was told; a document of nothing is a leaf of null. */
    static @Nullable Tree read(TextFile file, Problems problems) {
        int before = problems.errors().size();
        try {
            Tree tree = new YamlReader(file, problems).document();
            return problems.errors().size() == before ? tree : null;
        } catch (MarkedYAMLException e) {
            YamlSyntax.report(e, file, problems);
        } catch (ReaderException e) {
            YamlSyntax.report(e, file, problems);
        } catch (Refused e) {
            problems.error(e.at, file.quoting(e.at, e.what), e.hint);
        } catch (YAMLException e) {
            problems.error(Location.of(file.name()), "this is no YAML: " + e.getMessage(), "");
        } catch (NumberFormatException e) { // SnakeYAML's own failure there
            Location end = new Location(file.name(), (int) file.text().lines().count(), 1);
            problems.error(end, file.quoting(end, "the text ends within an escape, \\x, \\u or \\U"), "");
        }
        return null;
    }

    private Tree document() {
        next(StreamStartEvent.class);
        if (!(events.peekEvent() instanceof DocumentStartEvent)) {
            return new Tree.Leaf(null, new Location(file.name(), 1, 1));
        }
        next(DocumentStartEvent.class);
        Tree tree = value(0, false);
        next(DocumentEndEvent.class);
        Event after = events.peekEvent();
        if (after instanceof DocumentStartEvent) {
            throw new Refused(at(after), "a second document starts here", "a file holds one; drop the line «---»");
        }
        return tree;
    }

    private Tree value(int depth, boolean unsafe) {
        Event event = events.getEvent();
        if (depth > DEEPEST) {
            throw new Refused(at(event), "nested deeper than " + DEEPEST + " levels", "");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        NodeEvent node = (NodeEvent) event;
        Tree tree = tagged(node, depth, unsafe);
        if (node.getAnchor() != null) {
            anchors.put(node.getAnchor(), tree);
        }
        return tree;
    }

    private Tree tagged(NodeEvent event, int depth, boolean unsafe) {
        if (event instanceof ScalarEvent scalar) {
            return new Tree.Leaf(YamlTags.scalar(scalar, unsafe, at(event)), at(event));
        }
        if (event instanceof SequenceStartEvent list) {
            return items(list, depth, YamlTags.isUnsafe(list.getTag(), unsafe, at(event)));
        }
        MappingStartEvent map = (MappingStartEvent) event;
        return entries(map, depth, YamlTags.isUnsafe(map.getTag(), unsafe, at(event)));
    }

    private Tree items(SequenceStartEvent start, int depth, boolean unsafe) {
        List<Tree> items = new ArrayList<>();
        while (!(events.peekEvent() instanceof SequenceEndEvent)) {
            items.add(value(depth + 1, unsafe));
        }
        next(SequenceEndEvent.class);
        return new Tree.Items(items, at(start));
    }

    private Tree entries(MappingStartEvent start, int depth, boolean unsafe) {
        Map<@Nullable Object, Tree.Entry> own = new LinkedHashMap<>();
        Tree merged = null;
        while (!(events.peekEvent() instanceof MappingEndEvent)) {
            boolean isMerge = YamlTags.isMergeKey(events.peekEvent());
            Location keyAt = at(events.peekEvent());
            Object key = key(value(depth + 1, false));
            Tree value = value(depth + 1, unsafe);
            if (isMerge && merged == null) {
                merged = value;
            } else {
                Tree.Entry first = own.putIfAbsent(key, new Tree.Entry(keyAt, value));
                tellDuplicate(key, keyAt, first);
            }
        }
        next(MappingEndEvent.class);
        return new Tree.Entries(merged == null ? own : YamlMerge.under(own, merged), at(start));
    }

    private void tellDuplicate(@Nullable Object key, Location at, Tree.@Nullable Entry first) {
        if (first != null) {
            problems.error(
                    at,
                    "the key «" + key + "» is there twice",
                    "first at line " + first.keyAt().line() + "; Ansible takes the last one silently: keep one");
        }
    }

    private static @Nullable Object key(Tree tree) {
        if (tree instanceof Tree.Leaf leaf && !(leaf.plain() instanceof Encrypted)) {
            return leaf.plain() instanceof Unsafe unsafe ? unsafe.text() : leaf.plain();
        }
        throw new Refused(
                tree.at(), "a key must be a plain value, not " + tree.kind(), "put a text with { or [ in quotes");
    }

    private Tree aliased(AliasEvent alias) {
        Tree tree = anchors.get(alias.getAnchor());
        if (tree == null) {
            throw new Refused(
                    at(alias),
                    "the alias «*" + alias.getAnchor() + "» names nothing that is complete before it",
                    "name it with «&" + alias.getAnchor() + "», above");
        }
        aliased += YamlTags.size(tree, MOST_ALIASED);
        if (aliased > MOST_ALIASED) {
            throw new Refused(at(alias), "the aliases unfold to more than " + MOST_ALIASED + " values", "");
        }
        return tree;
    }

    private void next(Class<? extends Event> kind) {
        Event event = events.getEvent();
        if (!kind.isInstance(event)) {
            throw new Refused(at(event), "unexpected text", "");
        }
    }

    private Location at(Event event) {
        return new Location(
                file.name(),
                event.getStartMark().getLine() + 1,
                event.getStartMark().getColumn() + 1);
    }

    /** The document cannot be read on from here. */
    static final class Refused extends RuntimeException {
        private final transient Location at;
        private final String what;
        private final String hint;

        Refused(Location at, String what, String hint) {
            super(what, null, false, false);
            this.at = at;
            this.what = what;
            this.hint = hint;
        }
    }
}
