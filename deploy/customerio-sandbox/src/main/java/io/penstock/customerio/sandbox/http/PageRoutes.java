package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.intake.Intake;
import io.penstock.customerio.sandbox.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A page to look at what arrived: one document, nothing loaded from elsewhere, no scripts, refreshed by the browser.
 */
final class PageRoutes implements Routes {

    private static final int SHOWN = 100;
    private static final int LONGEST_BODY = 2_000;
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'";
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">
            <title>customerio-sandbox</title>
            <style>
            body{font:14px/1.4 system-ui,sans-serif;margin:1.5rem}table{border-collapse:collapse;width:100%}
            td,th{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid #ddd}
            code{font-size:12px;overflow-wrap:anywhere}.rejected,.dropped,.failed-identifier{color:#a00}
            </style></head><body>
            <h1>customerio-sandbox</h1>
            <p>What arrived last, newest first. This is a stand-in, not Customer.io.</p>
            """;

    private final Intake intake;

    PageRoutes(Intake intake) {
        this.intake = intake;
    }

    @Override
    public Answer answer(Request request) {
        StringBuilder page = new StringBuilder(HEAD);
        counts(page, intake.summary());
        page.append("<table><tr><th>#</th><th>received</th><th>call</th><th>who</th><th>answer</th>")
                .append("<th>verdict</th><th>body</th></tr>\n");
        newest().forEach(operation -> row(page, operation));
        page.append("</table></body></html>\n");
        return Answer.text(200, "text/html; charset=utf-8", page.toString())
                .with("Content-Security-Policy", POLICY)
                .with("Cache-Control", "no-store");
    }

    private List<JsonNode> newest() {
        long last = intake.received();
        String list =
                "[" + new String(intake.operations(Math.max(0, last - SHOWN), SHOWN), StandardCharsets.UTF_8) + "]";
        List<JsonNode> operations = new ArrayList<>();
        Json.parse(list).orElseGet(Json::array).forEach(operations::add);
        return operations.reversed();
    }

    private static void counts(StringBuilder page, JsonNode summary) {
        page.append("<p>");
        for (String count : List.of("received", "applied", "ignored-duplicate", "dropped", "rejected", "pending")) {
            page.append(count)
                    .append(" <b>")
                    .append(summary.path(count).asLong())
                    .append("</b> &nbsp; ");
        }
        page.append("</p>\n");
    }

    private static void row(StringBuilder page, JsonNode operation) {
        String verdict = operation.path("verdict").asText();
        String body = operation.path("body").toString();
        page.append("<tr><td>").append(operation.path("seq").asLong()).append("</td><td>");
        page.append(Instant.ofEpochMilli(operation.path("received_at").asLong()))
                .append("</td><td>");
        page.append(escape(operation.path("type").asText() + " "
                        + operation.path("action").asText()))
                .append("<br><code>")
                .append(escape(operation.path("method").asText() + " "
                        + operation.path("path").asText()))
                .append("</code></td><td><code>");
        page.append(escape(operation.path("identifiers").toString())).append("</code></td><td>");
        page.append(operation.path("status").asInt()).append("</td><td class=\"");
        page.append(escape(verdict)).append("\">").append(escape(verdict)).append("<br>");
        page.append(escape(operation.path("reason").asText())).append("</td><td><code>");
        page.append(escape(body.substring(0, Math.min(body.length(), LONGEST_BODY))))
                .append("</code></td></tr>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
