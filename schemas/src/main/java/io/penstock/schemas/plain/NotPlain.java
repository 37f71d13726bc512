package io.penstock.schemas.plain;

/**
 * This is not written as the services of this house write most of it: whoever asked has it read or written by a parser.
 */
public final class NotPlain extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The only one: it is thrown often and says nothing of where. */
    public static final NotPlain HERE = new NotPlain();

    private NotPlain() {
        super("written otherwise", null, false, false);
    }
}
