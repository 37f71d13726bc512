package io.penstock.delivery.customerio;

/** A delivery cannot be said. The message names fields and sizes, never a value. */
final class Refusal extends Exception {
    private final String code;

    Refusal(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }
}
