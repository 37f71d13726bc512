package io.penstock.transform.streams;

import io.penstock.transform.core.Crossing.Direction;
import io.penstock.transform.core.Crossing.First;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Which events a rule owes, from whole histories and on plain integers: a value holds from its time to the next one's,
 * a passage begins where it leaves the side it was on, and counts if it lasts. No side is kept.
 */
final class CrossingOracle {
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Rule rule;
    private final Map<String, String> survivors = new HashMap<>();
    private final Map<String, Walk> walks = new HashMap<>();
    private final TreeSet<String> owed = new TreeSet<>();

    CrossingOracle(Rule rule) {
        this.rule = rule;
    }

    /** @param rearm null: the level itself */
    record Rule(Direction direction, int level, Integer rearm, First first, int dwell, int coolDown) {
        boolean beyond(int value) {
            return direction == Direction.BELOW ? value < level : value > level;
        }

        boolean back(int value) {
            if (rearm == null) {
                return !beyond(value);
            }
            return direction == Direction.BELOW ? value > rearm : value < rearm;
        }
    }

    private record Point(String row, long at, int value) {}

    /** Events of people who became part of this one count for the cool-down of what is decided from that point on. */
    private record Foreign(int from, long at) {}

    private record Walk(List<Point> points, List<Foreign> foreign) {
        long newest() {
            return points.isEmpty() ? NEVER : points.getLast().at();
        }
    }

    private record Event(String line, long at) {}

    void row(String profile, String row, long at, int value) {
        Walk walk = walk(root(profile));
        if (at > walk.newest()) {
            walk.points().add(new Point(row, at, value));
        }
    }

    void merge(String absorbed, String into) {
        String survivor = root(into);
        Walk left = walk(survivor);
        Walk right = walk(absorbed);
        List<Event> before = new ArrayList<>(events(left, Horizon.LAST_POINT));
        before.addAll(events(right, Horizon.LAST_POINT));
        before.forEach(event -> owed.add(event.line()));
        survivors.put(absorbed, survivor);
        boolean isNewer =
                right.newest() > left.newest() || right.newest() == left.newest() && !isOut(left) && isOut(right);
        Walk kept = isNewer ? right : left;
        List<Foreign> foreign = new ArrayList<>(kept.foreign());
        before.stream()
                .mapToLong(Event::at)
                .max()
                .ifPresent(at -> foreign.add(new Foreign(kept.points().size(), at)));
        walks.put(survivor, new Walk(kept.points(), foreign));
        walks.remove(absorbed);
    }

    /** All events, {@code row way}, when time has gone on. */
    List<String> owed() {
        walks.values().forEach(walk -> events(walk, Horizon.FOR_EVER).forEach(event -> owed.add(event.line())));
        return List.copyOf(owed);
    }

    String root(String profile) {
        String root = profile;
        while (survivors.containsKey(root)) {
            root = survivors.get(root);
        }
        return root;
    }

    private Walk walk(String profile) {
        return walks.computeIfAbsent(profile, _ -> new Walk(new ArrayList<>(), new ArrayList<>()));
    }

    /** How long the last value is known to hold. */
    private enum Horizon {
        LAST_POINT,
        FOR_EVER
    }

    private boolean isOut(Walk walk) {
        List<Event> events = new ArrayList<>();
        return walk(walk, Horizon.LAST_POINT, events);
    }

    private List<Event> events(Walk walk, Horizon horizon) {
        List<Event> events = new ArrayList<>();
        walk(walk, horizon, events);
        return events;
    }

    /** Adds the events and says whether the walk ends beyond the level. */
    private boolean walk(Walk walk, Horizon horizon, List<Event> events) {
        List<Point> points = walk.points();
        long last = NEVER;
        boolean out = !points.isEmpty()
                && rule.first() == First.ARM
                && rule.beyond(points.getFirst().value());
        int i = out ? 1 : 0;
        while (i < points.size()) {
            boolean wasOut = out;
            if (!leaves(points.get(i), out)) {
                i++;
                continue;
            }
            boolean silent = out && rule.direction() != Direction.EITHER;
            int end = i;
            while (end < points.size() && leaves(points.get(end), wasOut)) {
                end++;
            }
            long due = points.get(i).at() + (silent ? 0 : rule.dwell());
            long until = end < points.size()
                    ? points.get(end).at()
                    : horizon == Horizon.FOR_EVER ? Long.MAX_VALUE : walk.newest();
            if (until < due) {
                i = end;
                continue;
            }
            int decided = i;
            while (decided < points.size() && points.get(decided).at() < due) {
                decided++;
            }
            if (!silent) {
                long previous = Math.max(last, foreign(walk, decided));
                if (due - previous >= rule.coolDown()) {
                    boolean up = (rule.direction() == Direction.BELOW) == out;
                    events.add(new Event(points.get(i).row() + (up ? " up" : " down"), due));
                    last = due;
                }
            }
            out = !out;
            i = decided + (silent || rule.dwell() == 0 ? 1 : 0);
        }
        return out;
    }

    private boolean leaves(Point point, boolean out) {
        return out ? rule.back(point.value()) : rule.beyond(point.value());
    }

    private static long foreign(Walk walk, int decided) {
        return walk.foreign().stream()
                .filter(foreign -> foreign.from() <= decided)
                .mapToLong(Foreign::at)
                .max()
                .orElse(NEVER);
    }

    @Override
    public String toString() {
        return Objects.toString(rule);
    }
}
