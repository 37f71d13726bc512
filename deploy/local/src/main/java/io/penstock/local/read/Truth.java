package io.penstock.local.read;

import io.penstock.local.lakehouse.Sql;
import java.sql.SQLException;

/** What plain Spark SQL makes of a table. */
public sealed interface Truth {
    /** It can be read. */
    record Readable(long rows) implements Truth {}

    /** It cannot. */
    record Unreadable(Refusal why) implements Truth {}

    /** Asks: {@code count(*)}, and then a full read, because a count may be answered from the log alone. */
    static Truth of(Sql sql, FoundTable table) {
        try {
            long counted = Long.parseLong(sql.query("SELECT count(*) FROM " + table.sqlName())
                    .rows()
                    .getFirst()
                    .get(0));
            long read = sql.countRows("SELECT * FROM " + table.sqlName());
            return counted == read
                    ? new Readable(read)
                    : new Unreadable(new Refusal(
                            "COUNT_DIFFERS", "count(*) says " + counted + " rows, a full read finds " + read));
        } catch (SQLException e) {
            return new Unreadable(Refusal.of(e.getMessage()));
        }
    }
}
