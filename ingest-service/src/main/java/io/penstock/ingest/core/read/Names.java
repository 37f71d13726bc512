package io.penstock.ingest.core.read;

import io.penstock.ingest.core.type.Leaf;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The text by which rows and people are named. */
public final class Names {
    private Names() {}

    /**
     * Canonical text of one value: numbers without an exponent and without trailing zeros ({@code 42.0} is {@code 42}),
     * text without surrounding white space.
     *
     * @return empty for null and blank text: nothing is named by them
     */
    public static Optional<String> text(Leaf leaf) {
        return switch (leaf) {
            case Leaf.Nothing _ -> Optional.empty();
            case Leaf.Truth(var value) -> Optional.of(Boolean.toString(value));
            case Leaf.Number(var value) ->
                Optional.of(
                        value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
            case Leaf.Text(var value) -> value.isBlank() ? Optional.empty() : Optional.of(value.strip());
        };
    }

    /**
     * Joins key values with {@code |}; a bar or backslash inside a value is escaped, so different keys stay different.
     */
    public static String rowKey(List<String> values) {
        if (values.size() == 1 && isPlain(values.getFirst())) {
            return values.getFirst();
        }
        return values.stream()
                .map(value -> value.replace("\\", "\\\\").replace("|", "\\|"))
                .collect(Collectors.joining("|"));
    }

    private static boolean isPlain(String value) {
        return value.indexOf('|') < 0 && value.indexOf('\\') < 0;
    }
}
