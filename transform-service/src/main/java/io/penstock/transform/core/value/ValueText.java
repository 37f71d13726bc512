package io.penstock.transform.core.value;

import io.penstock.transform.core.value.Value.ListValue;
import io.penstock.transform.core.value.Value.StructValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Values as text: how long they are at a destination, and whether two are the same. */
public final class ValueText {
    private static final int MOST_BYTES_PER_CHAR = 3;
    private static final int MOST_BYTES_PER_ESCAPE = 6;
    private static final int LONGEST_WORD = 5;
    /** What stands beside the digits of a number: signs, point, leading zeros, exponent. */
    private static final int LONGEST_EXPONENT = 16;

    private ValueText() {}

    /** Bytes of the value as it is sent: of a text its own, of anything else its JSON. */
    public static int bytes(Value value) {
        return bytes(value instanceof Value.Text text ? text.value() : json(value));
    }

    /** Whether the value as it is sent has at most so many bytes. */
    public static boolean fits(Value value, int most) {
        return switch (value) {
            case Value.Text text -> fits(text.value(), most);
            case Value.Num num -> longest(num) <= most || fits(num.value().toString(), most);
            default -> fits(json(value), most);
        };
    }

    /** Whether the text has at most so many UTF-8 bytes; seldom counts them. */
    public static boolean fits(String text, int most) {
        return text.length() <= most / MOST_BYTES_PER_CHAR || bytes(text) <= most;
    }

    /** Whether the values as JSON have at most so many bytes; seldom writes them. */
    public static boolean fits(StructValue struct, int most) {
        return longest(struct) <= most || fits(json(struct), most);
    }

    /** No more bytes than that, whatever has to be escaped. */
    private static long longest(Value value) {
        return switch (value) {
            case Value.Null ignored -> LONGEST_WORD;
            case Value.Bool ignored -> LONGEST_WORD;
            case Value.Num num -> num.value().precision() + LONGEST_EXPONENT;
            case Value.Text text -> quoted(text.value());
            case ListValue list -> {
                long bytes = 2;
                for (Value element : list.elements()) {
                    bytes += 1 + longest(element);
                }
                yield bytes;
            }
            case StructValue struct -> {
                long bytes = 2;
                for (var field : struct.fields().sequencedEntrySet()) {
                    bytes += 2 + quoted(field.getKey()) + longest(field.getValue());
                }
                yield bytes;
            }
        };
    }

    private static long quoted(String text) {
        return 2 + (long) MOST_BYTES_PER_ESCAPE * text.length();
    }

    /** UTF-8 bytes. */
    public static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The value as JSON, numbers as they are written. */
    public static String json(Value value) {
        StringBuilder out = new StringBuilder();
        write(value, out, false);
        return out.toString();
    }

    /** A text that is the same for the same value: {@code 1}, {@code 1.0} and {@code 1E0} are one number. */
    public static String canonical(Value value) {
        StringBuilder out = new StringBuilder();
        write(value, out, true);
        return out.toString();
    }

    /** The same, whatever the order of fields: a map has none, and the source may write it in another one each time. */
    public static String unordered(Value value) {
        return canonical(sorted(value));
    }

    private static Value sorted(Value value) {
        return switch (value) {
            case ListValue list ->
                new ListValue(list.elements().stream().map(ValueText::sorted).toList());
            case StructValue struct -> {
                SequencedMap<String, Value> fields = new TreeMap<>();
                struct.fields().forEach((name, field) -> fields.put(name, sorted(field)));
                yield new StructValue(fields);
            }
            default -> value;
        };
    }

    /** A number without exponent, trailing zeros and sign of zero. */
    static String plain(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return Math.abs((long) shortest.precision() - shortest.scale()) > Numeric.LONGEST
                ? shortest.toString()
                : shortest.toPlainString();
    }

    private static void write(Value value, StringBuilder out, boolean canonical) {
        switch (value) {
            case Value.Null ignored -> out.append("null");
            case Value.Bool bool -> out.append(bool.value());
            case Value.Num num ->
                out.append(canonical ? plain(num.value()) : num.value().toString());
            case Value.Text text -> quote(text.value(), out);
            case ListValue list -> {
                out.append('[');
                for (int i = 0; i < list.elements().size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    write(list.elements().get(i), out, canonical);
                }
                out.append(']');
            }
            case StructValue struct -> {
                out.append('{');
                int before = out.length();
                struct.fields().forEach((name, field) -> {
                    out.append(out.length() == before ? "" : ",");
                    quote(name, out);
                    out.append(':');
                    write(field, out, canonical);
                });
                out.append('}');
            }
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        if (isPlain(text)) {
            out.append(text);
        } else {
            escape(text, out);
        }
        out.append('"');
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04X".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }
}
