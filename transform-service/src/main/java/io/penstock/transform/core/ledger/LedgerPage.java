package io.penstock.transform.core.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What a destination is known to have under one address, by attribute: of every attribute the newest word wins, so the
 * order in which rows come does not matter, and rows that come again say nothing new. For one thread.
 *
 * <p>On doubt an attribute counts as unknown, and its next value is sent whatever it is.
 */
public final class LedgerPage {
    /** Attributes by which the destination may join two people: afterwards it has values that nobody sent there. */
    private static final Set<String> JOINING = Set.of("id", "email", "cio_id", "anonymous_id", "phone");

    /** Of calls on their way that newer ones have overtaken, so many ids are kept. */
    private static final int MOST_OVERTAKEN = 1000;

    private final SortedMap<String, Line> lines;
    private final SequencedSet<String> overtaken;

    /**
     * A page with these lines.
     *
     * @param overtaken ids of calls on their way of which no line has to know the end, earliest first
     */
    public LedgerPage(Map<String, Line> lines, Collection<String> overtaken) {
        this.lines = new TreeMap<>(lines);
        this.overtaken = new LinkedHashSet<>(overtaken);
    }

    /** Nothing is known. */
    public static LedgerPage empty() {
        return new LedgerPage(Map.of(), List.of());
    }

    /**
     * Bounds of a page.
     *
     * @param attributes most attributes; the one spoken of longest ago is forgotten for another one
     * @param patience after that long without an end, what was sent is taken for lost
     */
    public record Limits(int attributes, Duration patience) {}

    /** Ids of calls on their way of which no line has to know the end, earliest first. */
    public Collection<String> overtaken() {
        return Collections.unmodifiableCollection(overtaken);
    }

    /** Lines by attribute. */
    public SortedMap<String, Line> lines() {
        return Collections.unmodifiableSortedMap(lines);
    }

    /**
     * Takes what a call would say and notes it as sent, as far as it has to be.
     *
     * @param said attribute to value
     * @return names of the attributes that have to be sent: those of which it is the newest word and the destination
     *     has something else, or something unknown
     */
    public Set<String> take(Write write, Map<String, AttributeValue> said, Instant now, Limits limits) {
        Instant since = now.minus(limits.patience());
        List<String> newest = new ArrayList<>(said.size());
        Set<String> owed = new LinkedHashSet<>();
        said.forEach((name, value) -> {
            Line line = lines.get(name);
            if (line == null || !write.isOlderThan(line.latest())) {
                newest.add(name);
                if (line == null || !line.expected(since).filter(value::equals).isPresent()) {
                    owed.add(name);
                }
            }
        });
        if (!Collections.disjoint(owed, JOINING)) {
            doubtAll();
            owed.addAll(newest);
        }
        newest.forEach(name -> lines.compute(name, (_, known) -> {
            Line line = known == null ? Line.blank(write) : known;
            return owed.contains(name) ? sent(line, new Line.Said(said.get(name), write, now)) : line.confirmed(write);
        }));
        shrink(said.keySet(), limits);
        return owed;
    }

    /** Notes a call that is sent whole, whatever is known. */
    public void note(Write write, Map<String, AttributeValue> said, Instant now, Limits limits) {
        if (!Collections.disjoint(said.keySet(), JOINING)) {
            doubtAll();
        }
        said.forEach((name, value) -> {
            Line line = lines.getOrDefault(name, Line.blank(write));
            Line sent = sent(line, new Line.Said(value, write, now));
            lines.put(
                    name,
                    write.isOlderThan(line.latest())
                            ? sent.confirmed(line.latest()).doubted()
                            : sent);
        });
        shrink(said.keySet(), limits);
    }

    /**
     * The destination accepted a call. Of one that is not on this page nobody knows here what it carried: everything is
     * doubtful then. A repeat changes nothing.
     */
    public void accepted(String deliveryId, Instant at) {
        boolean isKnown = lines.values().stream().anyMatch(line -> line.carries(deliveryId) || line.isFrom(deliveryId));
        if (overtaken.remove(deliveryId) || isKnown) {
            change(line -> line.carries(deliveryId) ? line.accepted(deliveryId, at) : line);
        } else {
            doubtAll();
        }
    }

    /** A call came to nothing. */
    public void failed(String deliveryId) {
        overtaken.remove(deliveryId);
        change(line -> line.carries(deliveryId) ? line.failed(deliveryId) : line);
    }

    /** A call was taken, but what it said is not there, or not all of it. */
    public void notApplied(String deliveryId) {
        change(line -> line.isFrom(deliveryId) ? line.doubted() : line);
    }

    /** Somebody became part of this person at the destination, who fills what this one had not. */
    public void filled() {
        change(line ->
                line.expected(Instant.MIN).filter(AttributeValue::isBlank).isPresent() ? line.doubted() : line);
    }

    /** The page has moved: what was on its way ends elsewhere. */
    public void moved() {
        overtaken.clear();
        change(Line::withoutPending);
        filled();
    }

    /** Nothing is certain any more. */
    public void doubtAll() {
        change(Line::doubted);
    }

    private Line sent(Line line, Line.Said said) {
        line.overtakenNext().ifPresent(overtaken::add);
        if (overtaken.size() > MOST_OVERTAKEN) {
            overtaken.removeFirst();
        }
        return line.sent(said);
    }

    private void change(UnaryOperator<Line> change) {
        lines.replaceAll((_, line) -> change.apply(line));
    }

    private void shrink(Set<String> spared, Limits limits) {
        while (lines.size() > limits.attributes()) {
            var oldest = lines.entrySet().stream()
                    .filter(entry -> !spared.contains(entry.getKey()))
                    .min(Comparator.comparing(entry -> entry.getValue().latest().asOf()));
            if (oldest.isEmpty()) {
                return;
            }
            lines.remove(oldest.get().getKey());
        }
    }
}
