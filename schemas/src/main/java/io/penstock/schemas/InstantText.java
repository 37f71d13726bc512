package io.penstock.schemas;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.time.format.DateTimeParseException;
import java.util.Arrays;

/**
 * Times as the wire has them, {@code 2026-11-01T10:00:00.125Z}, read and written without a formatter, which takes a
 * tenth of the time of a service that does little else with a record.
 */
public final class InstantText {
    private static final int SECONDS = 19;
    private static final int NANO_DIGITS = 9;
    private static final int MONTHS = 12;
    private static final long SECONDS_PER_DAY = 86_400;

    /** Years 0000 to 9999, which have four digits and no sign. */
    private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay() * SECONDS_PER_DAY;

    private static final long END = LocalDate.of(10_000, 1, 1).toEpochDay() * SECONDS_PER_DAY;

    private static final byte[] SHAPE = "0000-00-00T00:00:00".getBytes(StandardCharsets.ISO_8859_1);
    /** Of any time: ten digits of a year and a sign. */
    private static final int LONGEST = 38;

    private static final int KEPT = 32;
    /** Days that were read or written lately: records of one hour are of few. Any thread may replace one. */
    private static final Day[] READ = kept();

    private static final Day[] WRITTEN = kept();

    /** @param date its ten characters */
    private record Day(int year, int month, int day, long epochDay, byte[] date) {
        static Day of(LocalDate date) {
            return new Day(
                    date.getYear(),
                    date.getMonthValue(),
                    date.getDayOfMonth(),
                    date.toEpochDay(),
                    date.toString().getBytes(StandardCharsets.ISO_8859_1));
        }

        boolean is(int otherYear, int otherMonth, int otherDay) {
            return year == otherYear && month == otherMonth && day == otherDay;
        }
    }

    private InstantText() {}

    /**
     * Same result as {@link Instant#parse}.
     *
     * @throws DateTimeParseException if it is no time
     */
    public static Instant parse(String text) {
        int length = text.length();
        if (length <= SECONDS || text.charAt(length - 1) != 'Z' || !isShaped(text)) {
            return Instant.parse(text);
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECONDS);
        int nanos = length == SECONDS + 1 ? 0 : nanos(text, length - 1);
        Day known = READ[day & KEPT - 1];
        boolean same = known.is(year, month, day);
        boolean usual = (same || isDate(year, month, day))
                && hour >= 0
                && hour <= 23
                && minute >= 0
                && minute <= 59
                && second >= 0
                && second <= 59
                && nanos >= 0;
        if (!usual) {
            return Instant.parse(text);
        }
        if (!same) {
            known = Day.of(LocalDate.of(year, month, day));
            READ[day] = known;
        }
        return Instant.ofEpochSecond(known.epochDay() * SECONDS_PER_DAY + hour * 3600L + minute * 60L + second, nanos);
    }

    private static Day[] kept() {
        Day[] days = new Day[KEPT];
        Arrays.fill(days, Day.of(LocalDate.EPOCH));
        return days;
    }

    private static boolean isDate(int year, int month, int day) {
        return year >= 0
                && month >= 1
                && month <= MONTHS
                && day >= 1
                && day <= Month.of(month).length(Year.isLeap(year));
    }

    private static boolean isShaped(String text) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    /** The digits from there to there, or -1 if one is none. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    private static int nanos(String text, int end) {
        int digits = end - SECONDS - 1;
        if (text.charAt(SECONDS) != '.' || digits < 1 || digits > NANO_DIGITS) {
            return -1;
        }
        int nanos = number(text, SECONDS + 1, end);
        for (int i = digits; i < NANO_DIGITS && nanos > 0; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** Same result as {@link Instant#toString}. */
    public static String format(Instant time) {
        byte[] text = new byte[LONGEST];
        return new String(text, 0, write(time, text, 0), StandardCharsets.ISO_8859_1);
    }

    /**
     * Writes the same as ASCII.
     *
     * @param into has room for 38 bytes from there on, which are enough for every time
     * @return the place behind it
     */
    static int write(Instant time, byte[] into, int from) {
        long seconds = time.getEpochSecond();
        if (seconds < FIRST || seconds >= END) {
            byte[] text = time.toString().getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(text, 0, into, from, text.length);
            return from + text.length;
        }
        long epochDay = Math.floorDiv(seconds, SECONDS_PER_DAY);
        int place = (int) (epochDay & KEPT - 1);
        Day day = WRITTEN[place];
        if (day.epochDay() != epochDay) {
            day = Day.of(LocalDate.ofEpochDay(epochDay));
            WRITTEN[place] = day;
        }
        int ofDay = (int) Math.floorMod(seconds, SECONDS_PER_DAY);
        System.arraycopy(SHAPE, 0, into, from, SHAPE.length);
        System.arraycopy(day.date(), 0, into, from, day.date().length);
        two(into, from + 11, ofDay / 3600);
        two(into, from + 14, ofDay / 60 % 60);
        two(into, from + 17, ofDay % 60);
        int end = from + SECONDS;
        int nanos = time.getNano();
        if (nanos != 0) {
            into[end] = '.';
            end = nanos % 1_000_000 == 0
                    ? digits(into, end + 1, 3, nanos / 1_000_000)
                    : nanos % 1_000 == 0
                            ? digits(into, end + 1, 6, nanos / 1_000)
                            : digits(into, end + 1, NANO_DIGITS, nanos);
        }
        into[end] = 'Z';
        return end + 1;
    }

    private static void two(byte[] text, int at, int number) {
        text[at] = (byte) ('0' + number / 10);
        text[at + 1] = (byte) ('0' + number % 10);
    }

    /** Writes so many digits; @return the place behind them */
    private static int digits(byte[] text, int from, int count, int number) {
        int rest = number;
        for (int at = from + count - 1; at >= from; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return from + count;
    }

    /** Reads and writes texts quickly and leaves everything else to Jackson. */
    static SimpleModule module() {
        SimpleModule module = new SimpleModule("penstock-instants");
        module.addDeserializer(Instant.class, new Reading());
        module.addSerializer(Instant.class, new Writing());
        return module;
    }

    private static final class Reading extends StdScalarDeserializer<Instant> {
        Reading() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                String text = parser.getText();
                if (text.length() > SECONDS && text.length() <= SECONDS + 2 + NANO_DIGITS && text.endsWith("Z")) {
                    try {
                        return parse(text);
                    } catch (DateTimeParseException e) {
                        return InstantDeserializer.INSTANT.deserialize(parser, context);
                    }
                }
            }
            return InstantDeserializer.INSTANT.deserialize(parser, context);
        }
    }

    private static final class Writing extends StdScalarSerializer<Instant> {
        Writing() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(format(time));
        }
    }
}
