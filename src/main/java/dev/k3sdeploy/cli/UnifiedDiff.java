package dev.k3sdeploy.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.k3sdeploy.engine.Diff;
import java.util.List;

/** A change as `diff -u` shows it. */
final class UnifiedDiff {
    private static final int CONTEXT = 3;

    private UnifiedDiff() {}

    static List<String> of(Diff.Change change) {
        List<String> before = change.before().lines().toList();
        List<String> after = change.after().lines().toList();
        return UnifiedDiffUtils.generateUnifiedDiff(
                change.subject(), change.subject(), before, DiffUtils.diff(before, after), CONTEXT);
    }
}
