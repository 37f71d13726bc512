package io.penstock.customerio.sandbox.operation;

import java.util.Locale;

/** One identifier that names a person. Emails compare without regard to case, ids with it (reference 2.2). */
public record PersonRef(IdentifierKind kind, String value) {

    /** The form under which two references to one person are equal. */
    public PersonRef normalised() {
        return kind == IdentifierKind.EMAIL ? new PersonRef(kind, value.toLowerCase(Locale.ROOT)) : this;
    }
}
