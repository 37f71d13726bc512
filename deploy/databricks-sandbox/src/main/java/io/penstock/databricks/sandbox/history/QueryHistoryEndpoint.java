package io.penstock.databricks.sandbox.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.databricks.sandbox.http.HttpAnswer;
import io.penstock.databricks.sandbox.http.HttpCall;
import io.penstock.databricks.sandbox.http.HttpEndpoint;

/**
 * {@code GET /api/2.0/sql/history/queries}: newest first; knows {@code max_results} (default 100), no filter, no pages.
 */
public final class QueryHistoryEndpoint implements HttpEndpoint {
    public static final String PATH = "/api/2.0/sql/history/queries";

    private static final String DEFAULT_RESULTS = "100";

    private final StatementHistory history;

    public QueryHistoryEndpoint(StatementHistory history) {
        this.history = history;
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        int most = Integer.parseInt(call.query().getOrDefault("max_results", DEFAULT_RESULTS));
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode found = document.putArray("res");
        history.newest(most)
                .forEach(entry -> found.addObject()
                        .put("query_id", entry.id().toString())
                        .put("query_text", entry.text())
                        .put("query_start_time_ms", entry.startedAt().toEpochMilli()));
        return HttpAnswer.json(200, document.toString());
    }
}
