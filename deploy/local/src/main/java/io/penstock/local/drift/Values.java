package io.penstock.local.drift;

import com.fasterxml.jackson.databind.JsonNode;

/** When two values are the same: numbers by size, everything else by type and content. */
final class Values {
    private static final int LARGEST_EXACT_BITS = 53;

    private Values() {}

    /**
     * Compares.
     *
     * @param wanted a whole number beyond 2^53 also equals its text, because that is how it travels
     */
    static boolean same(JsonNode wanted, JsonNode found) {
        if (wanted.isNumber() && found.isNumber()) {
            return wanted.decimalValue().compareTo(found.decimalValue()) == 0;
        }
        if (wanted.isIntegralNumber() && found.isTextual()) {
            return wanted.bigIntegerValue().bitLength() > LARGEST_EXACT_BITS
                    && wanted.asText().equals(found.asText());
        }
        return wanted.equals(found);
    }
}
