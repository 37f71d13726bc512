package io.penstock.customerio.sandbox.track;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/**
 * Timestamps as the vendor takes them: a number is believed, even when it looks like milliseconds; anything else is
 * replaced by now.
 */
final class Timestamps {

    private Timestamps() {}

    static OptionalLong read(JsonNode value) {
        return value.isNumber() && value.canConvertToLong() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }
}
