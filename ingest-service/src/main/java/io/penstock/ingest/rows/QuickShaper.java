package io.penstock.ingest.rows;

import io.penstock.ingest.core.contract.ColumnCheck;
import io.penstock.ingest.core.contract.ContractColumn;
import io.penstock.ingest.core.contract.Shape;
import io.penstock.ingest.core.filter.RowVersion;
import io.penstock.ingest.core.read.InstantText;
import io.penstock.ingest.core.read.Names;
import io.penstock.ingest.core.type.Leaf;
import io.penstock.ingest.core.type.Mapped;
import io.penstock.ingest.rows.QuickLayout.Column;
import io.penstock.ingest.rows.QuickValues.NotQuick;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.JsonBytes;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Shapes rows that keep the contract and hold nothing unusual in one pass over their text, without a tree. Says nothing
 * of any other row; what it says is what the tree would say. One thread.
 */
final class QuickShaper {
    private final Shape shape;
    private final Set<String> noNulls;
    private final List<String> key;
    private final Map<String, String> identifiers;
    private final RowShaper.Watermark watermark;
    private final int[] sorted;
    private final List<byte[]> names;
    private final List<Optional<QuickLimits>> limits;
    private final QuickValues values = new QuickValues();
    private final JsonBytes row = new JsonBytes(1_024);
    private final JsonBytes canonical = new JsonBytes(1_024);
    private final MessageDigest digest = RowVersion.digest();
    private Optional<QuickLayout> layout = Optional.empty();
    private boolean learned;

    /** As for {@link RowShaper}. */
    QuickShaper(
            Shape shape,
            Set<String> noNulls,
            List<String> key,
            Map<String, String> identifiers,
            RowShaper.Watermark watermark) {
        this.shape = shape;
        this.noNulls = noNulls;
        this.key = key;
        this.identifiers = identifiers;
        this.watermark = watermark;
        this.sorted =
                QuickType.sorted(shape.parts().stream().map(Shape.Part::name).toList());
        this.names =
                shape.parts().stream().map(part -> QuickType.name(part.name())).toList();
        this.limits = shape.parts().stream()
                .map(part -> Optional.ofNullable(part.contract()).flatMap(QuickLimits::of))
                .toList();
    }

    /** Shapes a row, or says nothing. */
    Optional<ShapedRow> shape(String json) {
        if (json == null) {
            return Optional.empty();
        }
        if (!learned) {
            learned = true;
            layout = QuickLayout.of(shape, json);
        }
        if (layout.isEmpty()) {
            return Optional.empty();
        }
        try {
            walk(layout.get(), json);
            return Optional.of(kept(layout.get()));
        } catch (NotQuick | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether the row shaped last had a value in a part. */
    boolean hasValue(Shape.Part part) {
        return layout.get().columns().get(part.source()).hasValue;
    }

    private void walk(QuickLayout known, String json) {
        values.begin(json);
        char before = '{';
        for (Column column : known.columns().values()) {
            values.expect(before);
            values.expect(column.name);
            take(column);
            before = ',';
        }
        values.expect('}');
        if (!values.isAtEnd()) {
            throw NotQuick.HERE;
        }
    }

    private void take(Column column) {
        column.from = values.at();
        column.rowFrom = values.row().length();
        column.canonicalFrom = values.canonical().length();
        if (column.type.isPresent()) {
            column.hasValue = values.value(column.type.get());
        } else {
            values.skip();
        }
        column.to = values.at();
        column.rowTo = values.row().length();
        column.canonicalTo = values.canonical().length();
    }

    private ShapedRow kept(QuickLayout known) {
        Instant seen = watermark == null
                ? null
                : InstantText.of(watermark.type(), leaf(known, watermark.source()))
                        .orElseThrow(() -> NotQuick.HERE);
        List<String> keys = new ArrayList<>(key.size());
        for (String column : key) {
            keys.add(Names.text(leaf(known, column)).orElseThrow(() -> NotQuick.HERE));
        }
        for (int i = 0; i < known.parts().size(); i++) {
            if (known.parts().get(i).isPresent()) {
                check(shape.parts().get(i), limits.get(i), known.parts().get(i).get());
            }
        }
        String hash = hash(known);
        return new ShapedRow.Kept(
                key.isEmpty() ? hash : Names.rowKey(keys), row(known), hash, identifiers(known), seen, List.of());
    }

    private void check(Shape.Part part, Optional<QuickLimits> limits, Column column) {
        ContractColumn contract = part.contract();
        if (!column.hasValue) {
            if (noNulls.contains(part.name()) || contract != null && contract.required()) {
                throw NotQuick.HERE;
            }
        } else if (limits.isPresent() && !limits.get().keeps(values, column.from, column.to)) {
            Leaf leaf = values.leaf(column.from, column.to);
            if (ColumnCheck.leaf(contract, part.type(), leaf, new Mapped(leaf, Mapped.Note.NONE))
                    .isPresent()) {
                throw NotQuick.HERE;
            }
        }
    }

    private RawRow row(QuickLayout known) {
        row.cut(0);
        row.raw('{');
        for (int i = 0; i < names.size(); i++) {
            if (known.parts().get(i).isPresent()) {
                Column column = known.parts().get(i).get();
                if (row.length() > 1) {
                    row.raw(',');
                }
                row.raw(names.get(i)).raw(values.row().array(), column.rowFrom, column.rowTo);
            }
        }
        byte[] text = row.raw('}').copy();
        return new RawRow(text, 0, text.length);
    }

    private String hash(QuickLayout known) {
        canonical.cut(0);
        canonical.raw('{');
        for (int i : sorted) {
            Optional<Column> column = known.parts().get(i);
            boolean counts = column.isPresent()
                    && column.get().hasValue
                    && (watermark == null || !shape.parts().get(i).name().equals(watermark.name()));
            if (counts) {
                canonical
                        .raw(names.get(i))
                        .raw(values.canonical().array(), column.get().canonicalFrom, column.get().canonicalTo)
                        .raw(',');
            }
        }
        canonical.raw('}');
        digest.update(canonical.array(), 0, canonical.length());
        return HexFormat.of().formatHex(digest.digest());
    }

    private List<IdentifierV1> identifiers(QuickLayout known) {
        List<IdentifierV1> found = new ArrayList<>(identifiers.size());
        identifiers.forEach((type, column) ->
                Names.text(leaf(known, column)).ifPresent(value -> found.add(new IdentifierV1(type, value))));
        return found;
    }

    private Leaf leaf(QuickLayout known, String name) {
        Column column = known.columns().get(name);
        return column == null ? Leaf.NOTHING : values.leaf(column.from, column.to);
    }
}
