package io.penstock.webhook.core;

import java.time.LocalDate;

/**
 * One row on its way into a table.
 *
 * @param id what makes it one row, however often it comes
 * @param date partition of the table; the same for every copy of the row
 * @param json the row as a JSON object
 * @param origin where it came from, to name it if the table will not take it
 */
public record Row(String id, LocalDate date, String json, Origin origin) {
    /** Position on a topic. */
    public record Origin(String topic, int partition, long offset) {}
}
