package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What an emit about deleted rows may name: nobody knows more of such a row than the value of its one key column. */
final class DeletedRowRules {
    private final Optional<String> key;
    private final String expected;
    private final Consumer<Problem> problems;

    private DeletedRowRules(List<String> keys, Consumer<Problem> problems) {
        key = keys.size() == 1 ? Optional.of(keys.getFirst()) : Optional.empty();
        expected = key.map(
                        column -> "expected the key column (" + column + "), as of a deleted row nothing else is known")
                .orElse("expected no column with row: deleted, as only a key of one column is known of a deleted row");
        this.problems = problems;
    }

    /**
     * Checks one.
     *
     * @param key of the source
     */
    static void check(At emit, At key, Consumer<Problem> problems) {
        List<String> keys =
                key.items().stream().flatMap(column -> column.text().stream()).toList();
        if (emit.get("when").get("row").present() && emit.get("when").sound() && !keys.isEmpty()) {
            DeletedRowRules rules = new DeletedRowRules(keys, problems);
            Stream.concat(
                            Stream.of(emit.get("id")),
                            emit.get("properties").entries().values().stream()
                                    .map(value -> value.get("from").present() ? value.get("from") : value))
                    .forEach(rules::value);
        }
    }

    private void value(At at) {
        at.text()
                .filter(text -> ExpressionSyntax.mistake(text).isEmpty())
                .map(Expressions::column)
                .filter(column -> !key.equals(Optional.of(column)))
                .ifPresent(column -> problems.accept(at.problem(expected + ", found '" + column + "'")));
    }
}
