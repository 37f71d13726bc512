package io.penstock.identity.core.rules;

/** Whether an identifier is evidence enough to join two known people. */
public enum Strength {
    /** Names a person: may join any two profiles that fit together under the limits. */
    STRONG,
    /** Names a device or a session: never joins two profiles that hold different values of one strong type. */
    WEAK
}
