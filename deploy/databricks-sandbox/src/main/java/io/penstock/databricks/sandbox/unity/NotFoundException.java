package io.penstock.databricks.sandbox.unity;

import java.util.Locale;

/** There is no such object, in Unity Catalog's words. */
final class NotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    private NotFoundException(String code, String message) {
        super(message);
        this.code = code;
    }

    static NotFoundException of(String kind, String fullName) {
        return new NotFoundException(
                kind.toUpperCase(Locale.ROOT) + "_DOES_NOT_EXIST", kind + " '" + fullName + "' does not exist.");
    }

    static NotFoundException path() {
        return new NotFoundException("ENDPOINT_NOT_FOUND", "The sandbox has nothing at this path.");
    }

    String code() {
        return code;
    }
}
