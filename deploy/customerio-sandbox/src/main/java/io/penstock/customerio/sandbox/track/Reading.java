package io.penstock.customerio.sandbox.track;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.operation.Operation;
import java.util.List;
import java.util.Optional;

/**
 * One call as read: an operation when it is valid, otherwise the errors.
 *
 * @param type as sent, empty when unreadable
 * @param action as sent, empty when unreadable
 * @param identifiers whom it names: {@code identifiers}, or {@code primary} and {@code secondary} of a merge
 */
public record Reading(
        String type, String action, ObjectNode identifiers, Optional<Operation> operation, List<FieldError> errors) {

    public Reading {
        errors = List.copyOf(errors);
    }

    public Reading withError(FieldError error) {
        return new Reading(type, action, identifiers, Optional.empty(), List.of(error));
    }
}
