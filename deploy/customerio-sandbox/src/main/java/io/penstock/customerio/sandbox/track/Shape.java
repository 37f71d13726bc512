package io.penstock.customerio.sandbox.track;

import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.PersonRef;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells the kind of an identifier from its looks (reference 2.2), as Track v1 and the Pipelines API do.
 *
 * @param kinds those that name people in the workspace, without {@code cio_id}
 */
public record Shape(Set<IdentifierKind> kinds) {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final String CIO = "cio_";

    public Shape {
        kinds = Set.copyOf(kinds);
    }

    public PersonRef of(String text) {
        if (!kinds.contains(IdentifierKind.EMAIL)) {
            return new PersonRef(IdentifierKind.ID, text);
        }
        if (text.startsWith(CIO)) {
            return new PersonRef(IdentifierKind.CIO_ID, text.substring(CIO.length()));
        }
        boolean email =
                !kinds.contains(IdentifierKind.ID) || EMAIL.matcher(text).matches();
        return new PersonRef(email ? IdentifierKind.EMAIL : IdentifierKind.ID, text);
    }
}
