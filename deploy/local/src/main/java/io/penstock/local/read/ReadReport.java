package io.penstock.local.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a person or a program is told: one line or entry per table, and a summary. For one thread. */
public final class ReadReport {
    private final Map<FoundTable, Reading> readings = new LinkedHashMap<>();

    /** Takes a result. */
    public void add(FoundTable table, Reading reading) {
        readings.put(table, reading);
    }

    /** One line. */
    public static String line(FoundTable table, Reading reading) {
        return table.shown() + ": "
                + switch (reading) {
                    case Reading.Whole whole -> "read " + rows(whole.rows());
                    case Reading.Refused refused ->
                        "refused: " + text(refused.why()) + " (Spark cannot read it either)";
                    case Reading.WronglyRefused refused ->
                        "FAILED: " + text(refused.why()) + " (Spark reads " + rows(refused.rows()) + ")";
                    case Reading.Different different ->
                        "FAILED: read " + rows(different.rows())
                                + (different.setAside() > 0 ? " and set " + different.setAside() + " aside" : "")
                                + (different.expected() == null
                                        ? ", but Spark cannot read it"
                                        : ", but Spark reads " + rows(different.expected()));
                    case Reading.Unfinished unfinished -> "FAILED: not finished, last seen " + unfinished.state();
                };
    }

    /** {@code 23 tables: 17 read in full, 6 refused as broken, 0 failed}. */
    public String summary() {
        return readings.size() + (readings.size() == 1 ? " table: " : " tables: ") + count(Reading.Whole.class)
                + " read in full, " + count(Reading.Refused.class) + " refused as Spark refuses them, "
                + failed() + " failed";
    }

    /** Tables that were neither read in full nor rightly refused. */
    public long failed() {
        return readings.values().stream().filter(reading -> !reading.isGood()).count();
    }

    /** All of it as JSON. */
    public ObjectNode json() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode tables = document.putArray("tables");
        readings.forEach((table, reading) -> {
            ObjectNode entry = tables.addObject().put("name", table.shown()).put("good", reading.isGood());
            switch (reading) {
                case Reading.Whole whole -> entry.put("outcome", "read").put("rows", whole.rows());
                case Reading.Refused refused -> refusal(entry.put("outcome", "refused"), refused.why());
                case Reading.WronglyRefused refused ->
                    refusal(entry.put("outcome", "wrongly-refused").put("expected", refused.rows()), refused.why());
                case Reading.Different different ->
                    entry.put("outcome", "different")
                            .put("rows", different.rows())
                            .put("setAside", different.setAside())
                            .put("expected", different.expected());
                case Reading.Unfinished unfinished ->
                    entry.put("outcome", "unfinished").put("state", unfinished.state());
            }
        });
        document.putObject("summary")
                .put("tables", readings.size())
                .put("read", count(Reading.Whole.class))
                .put("refused", count(Reading.Refused.class))
                .put("failed", failed());
        return document;
    }

    private static void refusal(ObjectNode entry, Refusal why) {
        entry.put("errorClass", why.errorClass()).put("error", why.sentence());
    }

    private static String text(Refusal why) {
        return why.errorClass() + ": " + why.sentence();
    }

    private static String rows(long count) {
        return count + (count == 1 ? " row" : " rows");
    }

    private long count(Class<? extends Reading> kind) {
        return readings.values().stream().filter(kind::isInstance).count();
    }
}
