package io.penstock.customerio.sandbox.track;

import java.util.ArrayList;
import java.util.List;

/** Collects the errors of one v2 operation; several may concern it. */
final class V2Errors {

    private final List<FieldError> errors = new ArrayList<>();

    void required(String field, String message) {
        errors.add(FieldError.required(field, message));
    }

    void invalid(String field, String message) {
        errors.add(FieldError.invalid(field, message));
    }

    /** {@code invalid} for what is there and wrong, {@code required} for what is missing. */
    void absentOrInvalid(String field, boolean present, String message) {
        if (present) {
            invalid(field, message);
        } else {
            required(field, message);
        }
    }

    List<FieldError> all() {
        return List.copyOf(errors);
    }
}
