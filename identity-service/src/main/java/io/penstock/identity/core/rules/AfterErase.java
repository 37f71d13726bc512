package io.penstock.identity.core.rules;

/** What an identifier of a person who was forgotten means when it is seen again. */
public enum AfterErase {
    /** Nothing, for good. */
    REFUSE,
    /** A new person, whose profile id is a new one too. */
    FRESH
}
