package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Rules of a source that is a table or a query: what its change detection needs, and a contract without contradiction.
 */
final class TableSourceRules {
    private final At source;
    private final Consumer<At> column;
    private final Consumer<Problem> problems;

    private TableSourceRules(At source, Consumer<At> column, Consumer<Problem> problems) {
        this.source = source;
        this.column = column;
        this.problems = problems;
    }

    /**
     * Checks one.
     *
     * @param column checks that a value is the name of one of the pipeline's columns
     */
    static void check(At source, Consumer<At> column, References references, Consumer<Problem> problems) {
        references.connection(source.get("connection"), "databricks", problems);
        TableSourceRules rules = new TableSourceRules(source, column, problems);
        rules.origin();
        rules.change();
        rules.contract();
    }

    private void origin() {
        At table = source.get("table");
        if (source.sound() && table.present() == source.get("query").present()) {
            problems.accept(
                    source.problemAtKey("expected exactly one of the keys table and query in spec.source, found "
                            + (table.present() ? "both" : "neither")));
        }
        source.get("key").items().forEach(column);
    }

    private void change() {
        At change = source.get("change");
        boolean query = source.get("query").present();
        column.accept(change.get("column"));
        schedule(change, query);
        Optional<String> by = change.get("by").text();
        if (source.sound()
                && source.get("key").isEmptyList()
                && by.filter("snapshot"::equals).isEmpty()) {
            problems.accept(source.problemAtKey(
                    "expected the key 'key' in spec.source, as only by: snapshot can do without, found none"));
        }
        if (query && by.filter(Set.of("row-version", "change-feed")::contains).isPresent()) {
            problems.accept(change.get("by")
                    .problem("expected watermark or snapshot for a query, found '" + by.get()
                            + "', which needs a table"));
        }
    }

    private void schedule(At change, boolean query) {
        Durations.parse(change.get("lookback"), problems);
        Durations.positive(change.get("every"), problems);
        Schedules.cron(change.get("cron"), problems);
        Schedules.zone(change.get("zone"), problems);
        if (query && change.get("live").isTrue()) {
            problems.accept(change.get("live")
                    .problem("expected live only with a table, as a query has no version, found true"));
        }
        At deletes = change.get("deletes");
        if (query && deletes.text().filter("compare"::equals).isPresent()) {
            problems.accept(deletes.problem(
                    "expected ignore for a query, found 'compare', which needs the versions of a table"));
        }
    }

    private void contract() {
        var columns = source.get("contract").get("columns").entries();
        columns.forEach((name, column) -> {
            if (column.get("required").isTrue() && column.get("optional").isTrue()) {
                problems.accept(
                        column.get("optional").problemAtKey("expected required or optional, found both to be true"));
            }
            Optional<BigDecimal> min = column.get("min").number();
            Optional<BigDecimal> max = column.get("max").number();
            if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
                problems.accept(column.get("max")
                        .problem("expected max to be at least min (%s), found %s".formatted(min.get(), max.get())));
            }
            column.get("was").items().forEach(former -> former(former, columns.keySet()));
        });
    }

    private void former(At former, Set<String> columns) {
        former.text()
                .filter(columns::contains)
                .ifPresent(text -> problems.accept(former.problem(
                        "expected a former name, found '" + text + "', which is a column of the contract")));
    }
}
