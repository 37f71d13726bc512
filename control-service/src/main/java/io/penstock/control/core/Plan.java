package io.penstock.control.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What has to be written so that a project is in force.
 *
 * @param steps one per key that the project has or had, sorted by key
 */
public record Plan(String workspace, List<Step> steps) {
    public Plan {
        steps = List.copyOf(steps);
    }

    /**
     * What happens to one key.
     *
     * @param from version in force before, 0 if there was none
     * @param to version in force afterwards, 0 if it is removed
     * @param entry the content to publish; empty if the key is removed
     */
    public record Step(Key key, Change change, long from, long to, Optional<Entry> entry) {}

    /**
     * Compares a project with what is published.
     *
     * @param published everything ever published, removed keys included
     */
    public static Plan of(Bundle bundle, Map<Key, Published> published) {
        Map<Key, Step> steps = new TreeMap<>();
        published.forEach((key, last) -> {
            if (last.present()) {
                steps.put(key, new Step(key, Change.REMOVED, last.version(), 0, Optional.empty()));
            }
        });
        for (Entry entry : bundle.entries()) {
            steps.put(entry.key(), step(bundle.workspace(), entry, Optional.ofNullable(published.get(entry.key()))));
        }
        return new Plan(bundle.workspace(), new ArrayList<>(steps.values()));
    }

    /** The steps that write something, in an order in which every prefix is usable: removals last, pipelines first. */
    public List<Step> writes() {
        List<Step> writes = new ArrayList<>();
        steps.stream()
                .filter(step -> step.change() == Change.NEW || step.change() == Change.CHANGED)
                .forEach(writes::add);
        steps.reversed().stream()
                .filter(step -> step.change() == Change.REMOVED)
                .forEach(writes::add);
        return writes;
    }

    private static Step step(String workspace, Entry entry, Optional<Published> last) {
        long known = last.map(Published::version).orElse(0L);
        if (last.filter(Published::present).isEmpty()) {
            return new Step(entry.key(), Change.NEW, 0, known + 1, Optional.of(entry));
        }
        boolean same =
                last.get().hash().equals(entry.hash()) && last.get().workspace().equals(workspace);
        return same
                ? new Step(entry.key(), Change.UNCHANGED, known, known, Optional.of(entry))
                : new Step(entry.key(), Change.CHANGED, known, known + 1, Optional.of(entry));
    }
}
