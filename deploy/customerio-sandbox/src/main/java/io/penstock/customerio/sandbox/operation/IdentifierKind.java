package io.penstock.customerio.sandbox.operation;

import java.util.Optional;

/** The names under which the vendor knows a person. */
public enum IdentifierKind {
    ID("id"),
    EMAIL("email"),
    PHONE("phone"),
    CIO_ID("cio_id"),
    ANONYMOUS_ID("anonymous_id");

    private final String key;

    IdentifierKind(String key) {
        this.key = key;
    }

    /** The spelling on the wire. */
    public String key() {
        return key;
    }

    public static Optional<IdentifierKind> of(String key) {
        for (IdentifierKind kind : values()) {
            if (kind.key.equals(key)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
