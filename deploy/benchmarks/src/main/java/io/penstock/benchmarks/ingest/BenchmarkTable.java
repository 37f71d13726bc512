package io.penstock.benchmarks.ingest;

import io.penstock.local.lakehouse.Sql;
import java.sql.SQLException;

/**
 * A table such as pipelines read: a key, six scalars, a struct, a short array and a timestamp; some 350 bytes as JSON.
 */
final class BenchmarkTable {
    static final String NAME = "main.benchmark.scores";

    private static final String COLUMNS = """
            concat('cust_', lpad(cast(id AS string), 9, '0')) AS customer_id,
            rand(7) AS score,
            element_at(array('free', 'pro', 'enterprise'), cast(id % 3 + 1 AS int)) AS tier,
            cast(id % 97 AS int) AS orders,
            id * 1000003 AS account_number,
            id % 5 = 0 AS active,
            cast((id % 100000) / 100 AS decimal(12,2)) AS balance,
            named_struct('tenure', cast(id % 240 AS int), 'recency', (id % 365) / 365.0D, 'city', concat('city-', id % 500)) AS features,
            array(rand(11), rand(13), rand(17), rand(19)) AS embedding,
            timestamp_micros(1770000000000000 + id * 1000) AS scored_at""";

    /** The columns as a contract, two spaces deeper than the given indentation of {@code columns:}. */
    static final String CONTRACT = """
            customer_id:    { type: string, required: true }
            score:          { type: double, required: true, min: 0, max: 1 }
            tier:           { type: string, oneOf: [free, pro, enterprise] }
            orders:         { type: int }
            account_number: { type: bigint }
            active:         { type: boolean }
            balance:        { type: "decimal(12,2)" }
            features:       { type: "struct<tenure:int,recency:double,city:string>" }
            embedding:      { type: "array<double>" }
            scored_at:      { type: timestamp, required: true }
            """;

    private BenchmarkTable() {}

    /** Makes it anew, with row tracking. */
    static void create(Sql sql, long rows) throws SQLException {
        sql.run(
                "CREATE SCHEMA IF NOT EXISTS main.benchmark",
                "DROP TABLE IF EXISTS " + NAME,
                "CREATE TABLE " + NAME + " TBLPROPERTIES ('delta.enableRowTracking' = 'true') AS SELECT " + COLUMNS
                        + " FROM range(" + rows + ")");
    }

    /** One commit with one new row. */
    static String insertion(long id) {
        return "INSERT INTO " + NAME + " SELECT " + COLUMNS + " FROM range(" + id + ", " + (id + 1) + ")";
    }

    /** Key of the row with that number. */
    static String key(long id) {
        return "cust_%09d".formatted(id);
    }
}
