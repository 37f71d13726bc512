package io.penstock.ingest.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.ingest.core.type.Leaf;
import io.penstock.ingest.core.type.Mapped;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.TypeMapping;
import io.penstock.schemas.Json;
import io.penstock.schemas.JsonBytes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over the text of one row and writes of each value, side by side, what the row holds and what its hash holds.
 * Most values are the same bytes in all three. What is not as an engine usually writes it ends the walk with
 * {@link NotQuick}. One thread.
 */
final class QuickValues {
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    /** A double holds every decimal of so many digits, and every integer of so many is safe. */
    private static final int SAFE_DIGITS = 15;

    private static final int LONGEST_WHOLE = 18;
    /** BigDecimal writes an exponent when more zeros than this follow the point. */
    private static final int MOST_ZEROS = 5;

    private final JsonBytes row = new JsonBytes(1_024);
    private final JsonBytes canonical = new JsonBytes(1_024);
    private final JsonBytes scratch = new JsonBytes(256);
    private byte[] in = {};
    private int at;

    /** This row has to be taken as a tree. */
    static final class NotQuick extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static final NotQuick HERE = new NotQuick();

        private NotQuick() {
            super("not quick", null, false, false);
        }
    }

    /** Begins with another row. */
    void begin(String json) {
        in = json.getBytes(StandardCharsets.UTF_8);
        at = 0;
        row.cut(0);
        canonical.cut(0);
    }

    /** What the row holds of the values so far. */
    JsonBytes row() {
        return row;
    }

    /** What the hash holds of them. */
    JsonBytes canonical() {
        return canonical;
    }

    /** Where it stands in the text. */
    int at() {
        return at;
    }

    /** Whether all of the text is read. */
    boolean isAtEnd() {
        return at == in.length;
    }

    /** Passes over one character if it is the next one. */
    boolean passes(char c) {
        boolean next = peek() == c;
        at += next ? 1 : 0;
        return next;
    }

    /** Passes over one character, which must come. */
    void expect(char c) {
        if (!passes(c)) {
            throw NotQuick.HERE;
        }
    }

    /** Passes over a text, which must come. */
    void expect(byte[] text) {
        for (byte b : text) {
            if (peek() != b) {
                throw NotQuick.HERE;
            }
            at++;
        }
    }

    /** Takes one value. @return whether it is not null */
    boolean value(QuickType type) {
        if (peek() == 'n') {
            word(NULL);
            return false;
        }
        switch (type) {
            case QuickType.Plain _ -> both(at, string());
            case QuickType.Truth _ -> word(peek() == 't' ? TRUE : FALSE);
            case QuickType.Number number -> number(number);
            case QuickType.Time(var time) -> time(time);
            case QuickType.Items(var element) -> items(element);
            case QuickType.Fields fields -> fields(fields);
        }
        return true;
    }

    /** Passes over a value of any type. */
    void skip() {
        int depth = 0;
        do {
            switch (peek()) {
                case '"' -> skipString();
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                case 0 -> throw NotQuick.HERE;
                default -> at++;
            }
        } while (depth > 0 || (peek() != ',' && peek() != '}'));
    }

    /** A part of the text as the leaf it is; a struct or an array is nothing. */
    Leaf leaf(int from, int to) {
        return switch (in[from]) {
            case 'n', '{', '[' -> Leaf.NOTHING;
            case 't' -> new Leaf.Truth(true);
            case 'f' -> new Leaf.Truth(false);
            case '"' -> new Leaf.Text(text(from, to));
            default -> new Leaf.Number(new BigDecimal(ascii(from, to)));
        };
    }

    /**
     * Whether a number certainly lies between two whole numbers, both included; false says nothing. Both neighbouring
     * whole numbers are looked at, so no digit behind the point needs to be read.
     */
    boolean isBetween(int from, int to, long least, long most) {
        boolean negative = in[from] == '-';
        int i = negative ? from + 1 : from;
        long whole = 0;
        int digits = i;
        while (i < to && in[i] >= '0' && in[i] <= '9') {
            whole = whole * 10 + in[i++] - '0';
        }
        boolean isPlain = i > digits && i - digits <= SAFE_DIGITS && (i == to || in[i] == '.');
        for (int j = i; isPlain && j < to; j++) {
            isPlain = in[j] != 'e' && in[j] != 'E';
        }
        long away = i == to ? whole : whole + 1;
        return isPlain && (negative ? -away >= least && -whole <= most : whole >= least && away <= most);
    }

    /** Whether a part of the text is this literal. */
    boolean is(int from, int to, byte[] literal) {
        return Arrays.equals(in, from, to, literal, 0, literal.length);
    }

    private void items(QuickType element) {
        expect('[');
        row.raw('[');
        canonical.raw('[');
        if (!passes(']')) {
            do {
                value(element);
                row.raw(',');
                canonical.raw(',');
            } while (passes(','));
            expect(']');
            row.cut(row.length() - 1);
        }
        row.raw(']');
        canonical.raw(']');
    }

    private void fields(QuickType.Fields fields) {
        expect('{');
        row.raw('{');
        int start = canonical.length();
        for (int i = 0; i < fields.types().size(); i++) {
            byte[] name = fields.names().get(i);
            if (i > 0) {
                expect(',');
                row.raw(',');
            }
            expect(name);
            row.raw(name);
            fields.from()[i] = canonical.length();
            canonical.raw(name);
            if (value(fields.types().get(i))) {
                canonical.raw(',');
            } else {
                canonical.cut(fields.from()[i]);
            }
            fields.to()[i] = canonical.length();
        }
        expect('}');
        row.raw('}');
        sort(fields, start);
    }

    /** Fields count in the order of their names. */
    private void sort(QuickType.Fields fields, int start) {
        scratch.cut(0);
        scratch.raw('{');
        for (int i : fields.sorted()) {
            scratch.raw(canonical.array(), fields.from()[i], fields.to()[i]);
        }
        canonical.cut(start);
        canonical.raw(scratch.array(), 0, scratch.length()).raw('}');
    }

    private void time(SparkType type) {
        int from = at;
        int to = string();
        int kept = type.is(SparkType.Kind.TIMESTAMP) ? TypeMapping.timestampLength(in, from + 1, to - 1) : -1;
        if (kept >= 0) {
            row.raw(in, from, from + 1 + kept).raw('Z').raw('"');
            canonical.raw(in, from, from + 1 + kept).raw('Z').raw('"');
            return;
        }
        Mapped mapped = TypeMapping.map(type, new Leaf.Text(text(from, to)));
        if (mapped.note() != Mapped.Note.NONE || !(mapped.leaf() instanceof Leaf.Text(var form))) {
            throw NotQuick.HERE;
        }
        row.quoted(form);
        canonical.quoted(form);
    }

    /**
     * A number without an exponent whose digits are the same in the row and, but for zeros at the end, in the hash. Any
     * other goes through the mapping table.
     */
    private void number(QuickType.Number type) {
        int from = at;
        passes('-');
        int whole = at;
        digits();
        int point = at;
        if (passes('.')) {
            digits();
        }
        int end = at;
        boolean odd = peek() == 'e' || peek() == 'E' || in[whole] == '0' && point - whole > 1;
        if (odd || !isUsual(type, whole, point, end)) {
            mapped(type.type(), from);
            return;
        }
        int trimmed = end;
        while (trimmed > point && in[trimmed - 1] == '0') {
            trimmed--;
        }
        trimmed = trimmed == point + 1 ? point : trimmed;
        if (trimmed == point && point - whole == 1 && in[whole] == '0' && from < whole) {
            mapped(type.type(), from); // there is no minus zero in a row
            return;
        }
        row.raw(in, from, type.trimmed() ? trimmed : end);
        if (trimmed == point && in[point - 1] == '0' && in[whole] != '0') {
            rounded(from, whole, point);
        } else {
            canonical.raw(in, from, trimmed);
        }
    }

    /** Whether the digits can be taken as they stand. */
    private boolean isUsual(QuickType.Number type, int whole, int point, int end) {
        if (end == point) {
            return point - whole <= (type.whole() || type.trimmed() ? SAFE_DIGITS : LONGEST_WHOLE);
        }
        boolean fits = !type.whole() && (!type.trimmed() || end - whole - 1 <= SAFE_DIGITS);
        return fits && (in[whole] != '0' || isNotTiny(point + 1, end));
    }

    /** Whether no more zeros follow the point than BigDecimal writes without an exponent. */
    private boolean isNotTiny(int from, int end) {
        int i = from;
        while (i < end && in[i] == '0') {
            i++;
        }
        return i - from <= (i == end ? MOST_ZEROS + 1 : MOST_ZEROS);
    }

    /** An integer that ends in zeros: 1200 is 1.2E+3 in the hash. */
    private void rounded(int from, int whole, int point) {
        int last = point;
        while (in[last - 1] == '0') {
            last--;
        }
        canonical.raw(in, from, whole + 1);
        if (last > whole + 1) {
            canonical.raw('.').raw(in, whole + 1, last);
        }
        canonical.ascii("E+").ascii(Integer.toString(point - whole - 1));
    }

    private void mapped(SparkType type, int from) {
        while (isOfNumber(peek())) {
            at++;
        }
        try {
            TreeMapping mapping = new TreeMapping();
            JsonNode node = mapping.map(type, Json.wire().readTree(ascii(from, at)));
            if (!mapping.notes().isEmpty() || !node.isNumber()) {
                throw NotQuick.HERE;
            }
            row.raw(Json.wire().writeValueAsBytes(node));
            canonical.ascii(RowHash.number(node));
        } catch (JsonProcessingException e) {
            throw NotQuick.HERE;
        }
    }

    private static boolean isOfNumber(byte b) {
        return b >= '0' && b <= '9' || b == '.' || b == 'e' || b == 'E' || b == '+' || b == '-';
    }

    private void digits() {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == from) {
            throw NotQuick.HERE;
        }
    }

    /** Passes over a string literal that is written the one way it is written everywhere. @return its end */
    private int string() {
        expect('"');
        while (true) {
            byte b = peek();
            if (b == '"') {
                return ++at;
            }
            if (b == '\\') {
                at++;
                if ("\"\\bfnrt".indexOf(peek()) < 0) {
                    throw NotQuick.HERE;
                }
            } else if (b >= 0 && b < ' ' || b >= (byte) 0xF0 && b < 0) {
                throw NotQuick.HERE; // a control character; a pair of surrogates
            }
            at++;
        }
    }

    private void skipString() {
        at++;
        while (peek() != '"') {
            at += peek() == '\\' ? 2 : 1;
            if (at >= in.length) {
                throw NotQuick.HERE;
            }
        }
        at++;
    }

    private String text(int from, int to) {
        for (int i = from; i < to; i++) {
            if (in[i] == '\\') {
                throw NotQuick.HERE;
            }
        }
        return new String(in, from + 1, to - from - 2, StandardCharsets.UTF_8);
    }

    private String ascii(int from, int to) {
        return new String(in, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private void word(byte[] word) {
        expect(word);
        row.raw(word);
        canonical.raw(word);
    }

    private void both(int from, int to) {
        row.raw(in, from, to);
        canonical.raw(in, from, to);
    }

    /** The next byte, or 0 at the end. */
    private byte peek() {
        return at < in.length ? in[at] : 0;
    }
}
