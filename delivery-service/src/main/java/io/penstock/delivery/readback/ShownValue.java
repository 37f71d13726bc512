package io.penstock.delivery.readback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * How a value that was sent may read at the App API, which shows every attribute as text: a number in any of its
 * spellings, a structure as JSON with its keys in any order, an address in any case. A text that is an ISO 8601 date or
 * time may have become unix seconds, however deep it lies: the default mapping of the Pipelines API does that.
 */
final class ShownValue {
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    private ShownValue() {}

    static boolean isShownAs(JsonNode sent, String shown) {
        if (sent.isContainerNode()) {
            return isSameJson(sent, shown);
        }
        String text = sent.asText();
        if (text.equals(shown)) {
            return true;
        }
        return sent.isNumber()
                ? isSameNumber(sent.decimalValue(), shown)
                : text.indexOf('@') > 0 && text.equalsIgnoreCase(shown)
                        || seconds(text)
                                .filter(time -> isSameNumber(time, shown))
                                .isPresent();
    }

    private static boolean isSameJson(JsonNode sent, String shown) {
        try {
            JsonNode read = Json.wire().readTree(shown);
            return read != null && read.equals(ShownValue::order, sent);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static int order(JsonNode shown, JsonNode sent) {
        Optional<BigDecimal> number = sent.isTextual() ? seconds(sent.textValue()) : Optional.of(sent.decimalValue());
        boolean numbers = shown.isNumber() && (sent.isNumber() || sent.isTextual());
        boolean same = numbers
                ? number.filter(each -> each.compareTo(shown.decimalValue()) == 0)
                        .isPresent()
                : shown.equals(sent);
        return same ? 0 : 1;
    }

    /** Of a date or time, which is UTC if it does not say otherwise; empty for every other text. */
    private static Optional<BigDecimal> seconds(String text) {
        try {
            TemporalAccessor read = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            long seconds = switch (read) {
                case OffsetDateTime time -> time.toEpochSecond();
                case LocalDateTime time -> time.toEpochSecond(ZoneOffset.UTC);
                default -> LocalDate.from(read).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
            };
            return Optional.of(BigDecimal.valueOf(seconds));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isSameNumber(BigDecimal sent, String shown) {
        try {
            return new BigDecimal(shown).compareTo(sent) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
