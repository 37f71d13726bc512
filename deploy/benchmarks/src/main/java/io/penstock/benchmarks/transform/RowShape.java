package io.penstock.benchmarks.transform;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;

/** The rows that are measured: fifteen fields, one of them a vector of features. */
enum RowShape {
    /** Some 500 bytes as JSON. */
    SMALL("vector of 3", 3),
    /** Some 1,600 bytes as JSON. */
    WIDE("vector of 64", 64);

    private final String text;
    private final int features;

    RowShape(String text, int features) {
        this.text = text;
        this.features = features;
    }

    String text() {
        return text;
    }

    /** Row of this number: always the same one. */
    ObjectNode row(long number, double score) {
        var random = new SplittableRandom(number);
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("customer_id", "c" + number)
                .put("email", "Person." + number + "@Example.com")
                .put("upgrade_likelihood_score", score)
                .put("account_tier", number % 3 == 0 ? "p" : "s")
                .put("active", number % 2 == 0 ? "true" : "false")
                .put("seats", Long.toString(number % 500))
                .put("scored_at", "2026-11-22T10:%02d:%02dZ".formatted(number / 60 % 60, number % 60))
                .put("plan", "business-" + number % 7)
                .put("model", "upgrade")
                .put("model_version", 12)
                .put("run_id", Long.toHexString(random.nextLong()))
                .put("rank", number % 1000);
        row.putObject("address").put("city", "Turin").put("country", "IT").put("zip", "10121");
        row.putObject("confidence").put("low", score - 0.125).put("high", score + 0.125);
        ArrayNode vector = row.putArray("features");
        for (int i = 0; i < features; i++) {
            vector.add(random.nextDouble(-4, 4));
        }
        return row;
    }
}
