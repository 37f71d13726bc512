package io.penstock.ingest.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.core.contract.ColumnCheck;
import io.penstock.ingest.core.contract.Shape;
import io.penstock.ingest.core.contract.Violation;
import io.penstock.ingest.core.contract.Violation.Code;
import io.penstock.ingest.core.read.InstantText;
import io.penstock.ingest.core.read.Names;
import io.penstock.ingest.core.type.Leaf;
import io.penstock.ingest.core.type.Mapped;
import io.penstock.ingest.core.type.Mapped.Note;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.rows.ShapedRow.ColumnNote;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Brings the rows of one range into the contract's shape, and notices which columns had a value. Never throws for
 * anything a row holds. One thread.
 *
 * <p>Plain rows that keep the contract are shaped in one pass over their text ({@link QuickShaper}), all others as
 * trees. Both say the same, but the tree costs four times as much.
 */
public final class RowShaper {
    private final Shape shape;
    private final Set<String> noNulls;
    private final List<String> key;
    private final Map<String, String> identifiers;
    private final Watermark watermark;
    private final QuickShaper quick;
    private final List<Shape.Part> unseen = new ArrayList<>();
    private final Set<String> valued = new LinkedHashSet<>();

    /**
     * The watermark column.
     *
     * @param name in the shape; does not count as content
     * @param source in the source
     */
    public record Watermark(String name, String source, SparkType type) {}

    /**
     * Makes one for a range.
     *
     * @param noNulls columns of the shape in which a null breaks the contract, though it does not require a value
     * @param key source columns that name a row, in order; empty: a row is named by its content
     * @param identifiers identifier type to source column, strongest first; iterated in its order
     * @param watermark null in other modes; with one, a row without a value in it is quarantined
     */
    public RowShaper(
            Shape shape, Set<String> noNulls, List<String> key, Map<String, String> identifiers, Watermark watermark) {
        this.shape = shape;
        this.noNulls = Set.copyOf(noNulls);
        this.key = List.copyOf(key);
        this.identifiers = identifiers;
        this.watermark = watermark;
        this.quick = new QuickShaper(shape, this.noNulls, this.key, identifiers, watermark);
        shape.parts().stream().filter(part -> part.source() != null).forEach(unseen::add);
    }

    /** Columns of the shape in which any row so far had a value, whatever became of the row. */
    public Set<String> valued() {
        return Collections.unmodifiableSet(valued);
    }

    /** Names a row that is gone, of which at least the key is there. */
    public ShapedRow shapeGone(String json) {
        ObjectNode raw = parse(json).orElse(null);
        if (raw == null) {
            return new ShapedRow.Quarantined(null, new Violation(Code.MALFORMED_ROW, null), null);
        }
        if (key.isEmpty()) {
            return columns(raw, null, null) instanceof ShapedRow.Kept kept
                    ? new ShapedRow.Gone(kept.rowKey(), kept.identifiers())
                    : new ShapedRow.Quarantined(null, new Violation(Code.MISSING_KEY, null), null);
        }
        List<String> names = new ArrayList<>();
        return names(raw, names)
                .<ShapedRow>map(violation -> new ShapedRow.Quarantined(null, violation, null))
                .orElseGet(() -> new ShapedRow.Gone(Names.rowKey(names), identifiers(raw)));
    }

    /** Shapes one row. */
    public ShapedRow shape(String json) {
        Optional<ShapedRow> shaped = quick.shape(json);
        if (shaped.isPresent()) {
            notice(quick::hasValue);
            return shaped.get();
        }
        return shapeAsTree(json);
    }

    /** Shapes any row; what it says counts. */
    ShapedRow shapeAsTree(String json) {
        ObjectNode raw = parse(json).orElse(null);
        if (raw == null) {
            return new ShapedRow.Quarantined(null, new Violation(Code.MALFORMED_ROW, null), null);
        }
        Instant seen = watermark == null
                ? null
                : InstantText.of(watermark.type(), leaf(raw, watermark.source()))
                        .orElse(null);
        notice(part -> raw.hasNonNull(part.source()));
        List<String> names = new ArrayList<>();
        Optional<Violation> nameless = names(raw, names);
        if (nameless.isPresent()) {
            return new ShapedRow.Quarantined(null, nameless.get(), seen);
        }
        String rowKey = key.isEmpty() ? null : Names.rowKey(names);
        if (watermark != null && seen == null) {
            return new ShapedRow.Quarantined(rowKey, new Violation(Code.MISSING_WATERMARK, watermark.name()), null);
        }
        return columns(raw, rowKey, seen);
    }

    private ShapedRow columns(ObjectNode raw, String rowKey, Instant seen) {
        ObjectNode row = Leaves.NODES.objectNode();
        List<ColumnNote> notes = new ArrayList<>();
        for (Shape.Part part : shape.parts()) {
            Optional<Violation> violation = column(part, raw, row, notes);
            if (violation.isPresent()) {
                return new ShapedRow.Quarantined(rowKey, violation.get(), seen);
            }
        }
        String hash = RowHash.of(row, watermark == null ? null : watermark.name());
        return new ShapedRow.Kept(rowKey == null ? hash : rowKey, RawRow.of(row), hash, identifiers(raw), seen, notes);
    }

    private Optional<Violation> names(ObjectNode raw, List<String> names) {
        for (String column : key) {
            Optional<String> name = Names.text(leaf(raw, column));
            if (name.isEmpty()) {
                return Optional.of(new Violation(Code.MISSING_KEY, column));
            }
            names.add(name.get());
        }
        return Optional.empty();
    }

    /** Costs nothing once every column had a value. */
    private void notice(Predicate<Shape.Part> hasValue) {
        if (!unseen.isEmpty()) {
            unseen.removeIf(part -> hasValue.test(part) && valued.add(part.name()));
        }
    }

    private Optional<Violation> column(Shape.Part part, ObjectNode raw, ObjectNode row, List<ColumnNote> notes) {
        JsonNode value = part.source() == null ? null : raw.get(part.source());
        if ((value == null || value.isNull()) && noNulls.contains(part.name())) {
            return Optional.of(new Violation(Code.MISSING_REQUIRED, part.name()));
        }
        if (value == null) {
            return part.contract() == null ? Optional.empty() : ColumnCheck.absent(part.contract());
        }
        TreeMapping mapping = new TreeMapping();
        JsonNode mapped = mapping.map(part.type(), value);
        if (mapping.notes().contains(Note.UNREADABLE)) {
            return Optional.of(new Violation(Code.UNREADABLE_VALUE, part.name()));
        }
        Optional<Violation> violation =
                part.contract() == null ? Optional.empty() : check(part, value, mapping.lastLeaf());
        row.set(part.name(), mapped);
        mapping.notes().forEach(note -> notes.add(new ColumnNote(part.name(), note)));
        return violation;
    }

    private static Optional<Violation> check(Shape.Part part, JsonNode value, Mapped mapped) {
        return value.isContainerNode()
                ? ColumnCheck.container(part.contract(), part.type())
                : ColumnCheck.leaf(part.contract(), part.type(), Leaves.of(value), mapped);
    }

    private List<IdentifierV1> identifiers(ObjectNode raw) {
        List<IdentifierV1> found = new ArrayList<>();
        identifiers.forEach((type, column) ->
                Names.text(leaf(raw, column)).ifPresent(value -> found.add(new IdentifierV1(type, value))));
        return found;
    }

    /** A struct or array names nothing. */
    private static Leaf leaf(ObjectNode raw, String column) {
        JsonNode value = raw.get(column);
        return value == null || value.isContainerNode() ? Leaf.NOTHING : Leaves.of(value);
    }

    private static Optional<ObjectNode> parse(String json) {
        try {
            return json != null && Json.wire().readTree(json) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
