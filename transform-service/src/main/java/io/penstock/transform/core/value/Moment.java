package io.penstock.transform.core.value;

import io.penstock.transform.core.value.Value.Num;
import io.penstock.transform.core.value.Value.Text;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A date or time in another form.
 *
 * <p>Takes what the source side writes for DATE ({@code 2026-03-15}), TIMESTAMP ({@code 2026-03-15T12:00:00Z}, any
 * offset) and TIMESTAMP_NTZ ({@code 2026-03-15T12:00:00}), and a number of unix seconds. A DATE is its first instant; a
 * date or a time without zone is in {@code zone}, and a time without zone is refused if none is named: nobody guesses
 * one.
 *
 * @param zone empty: UTC for dates, none for times
 */
public record Moment(Form form, Optional<ZoneId> zone) {
    /** Outside these Customer.io puts its own clock, or takes milliseconds for a far future. */
    private static final BigDecimal FIRST = BigDecimal.valueOf(999_999_999L);

    private static final BigDecimal LAST = BigDecimal.valueOf(100_000_000_000L);
    private static final String EXPECTED = "expected a date or time as ISO text or unix seconds";

    /** Forms. */
    public enum Form {
        /** {@code 1773532800}; fractions are cut. */
        UNIX_SECONDS("unixSeconds"),
        /** {@code 2026-03-15T12:00:00Z}. */
        ISO_TIME("isoTime"),
        /** {@code 2026-03-15}, in the zone. */
        ISO_DATE("isoDate");

        private final String word;

        Form(String word) {
            this.word = word;
        }

        /** As an expression names it. */
        public String word() {
            return word;
        }
    }

    /** Whether Customer.io takes the number for unix seconds as they are meant: between 2001 and 5138. */
    public static boolean isUnixSeconds(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0 && number.compareTo(FIRST) > 0 && number.compareTo(LAST) < 0;
    }

    /** Brings a value into the form; null stays null. */
    public Lookup of(Value value) {
        return switch (value) {
            case Value.Null nothing -> new Lookup.Found(nothing);
            case Num num
            when isUnixSeconds(num.value()) ->
                found(Instant.ofEpochSecond(num.value().longValue()));
            case Num ignored -> new Lookup.Mismatch(EXPECTED + ", found a number outside of 2001 to 5138");
            case Text text -> text(text.value());
            default -> new Lookup.Mismatch(EXPECTED + ", found " + value.kind());
        };
    }

    private Lookup text(String text) {
        try {
            return text.indexOf('T') < 0 ? date(LocalDate.parse(text)) : time(text);
        } catch (DateTimeException e) {
            return new Lookup.Mismatch(EXPECTED + ", found another text");
        }
    }

    private Lookup date(LocalDate date) {
        return form == Form.ISO_DATE
                ? new Lookup.Found(new Text(date.toString()))
                : found(date.atStartOfDay(zone.orElse(ZoneOffset.UTC)).toInstant());
    }

    private Lookup time(String text) {
        var parsed = DateTimeFormatter.ISO_DATE_TIME.parseBest(text, Instant::from, LocalDateTime::from);
        if (parsed instanceof LocalDateTime local) {
            return zone.isEmpty()
                    ? new Lookup.Mismatch("expected a time with a zone, found one without: write " + form.word
                            + "(\"Europe/Prague\")")
                    : found(local.atZone(zone.get()).toInstant());
        }
        return found(Instant.from(parsed));
    }

    private Lookup found(Instant instant) {
        return new Lookup.Found(
                switch (form) {
                    case UNIX_SECONDS -> Num.of(instant.getEpochSecond());
                    case ISO_TIME -> new Text(instant.toString());
                    case ISO_DATE ->
                        new Text(instant.atZone(zone.orElse(ZoneOffset.UTC))
                                .toLocalDate()
                                .toString());
                });
    }
}
