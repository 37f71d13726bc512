package io.penstock.transform.core;

import io.penstock.transform.core.value.Lookup;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.Value.StructValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

/** What every event of a crossing says beside the properties that its rule names; those of the rule win. */
final class CrossingEvent {
    /** The value that passed the level. */
    static final String VALUE = "crossing_value";
    /** The value before; absent for a person's first one. */
    static final String BEFORE = "crossing_before";
    /** What was passed. */
    static final String THRESHOLD = "crossing_threshold";
    /** {@code up} or {@code down}. */
    static final String DIRECTION = "crossing_direction";
    /** What the rule names as {@code modelVersion}. */
    static final String MODEL_VERSION = "crossing_model_version";
    /** Version of the table that holds the row, if the source has versions. */
    static final String TABLE_VERSION = "crossing_table_version";

    private CrossingEvent() {}

    static StructValue properties(Crossing crossing, Crossing.Passage passage, Row row, StructValue declared) {
        SequencedMap<String, Value> all = new LinkedHashMap<>(declared.fields());
        all.putIfAbsent(VALUE, new Value.Num(passage.after()));
        passage.before().ifPresent(before -> all.putIfAbsent(BEFORE, new Value.Num(before)));
        all.putIfAbsent(THRESHOLD, new Value.Num(crossing.passed(passage.way())));
        all.putIfAbsent(DIRECTION, new Value.Text(passage.way().name().toLowerCase(Locale.ROOT)));
        crossing.model().ifPresent(model -> {
            if (model.find(row.values()) instanceof Lookup.Found(Value version) && !version.equals(Value.NULL)) {
                all.putIfAbsent(MODEL_VERSION, version);
            }
        });
        row.tableVersion().ifPresent(version -> all.putIfAbsent(TABLE_VERSION, Value.Num.of(version)));
        return new StructValue(all);
    }
}
