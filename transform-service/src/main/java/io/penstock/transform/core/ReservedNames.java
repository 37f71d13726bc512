package io.penstock.transform.core;

import java.util.Locale;
import java.util.Set;

/**
 * Names with which a mere event or attribute would do something else at Customer.io: redirect mail, delete people, or
 * steer the call that it is part of. Compared without case and outer blanks.
 */
public final class ReservedNames {
    /** Event data with these names overrides the envelope of a campaign's message (Customer.io, event body). */
    private static final Set<String> PROPERTIES = Set.of("recipient", "from_address", "reply_to");

    /** Keys of an identify that are no attributes (Customer.io, reserved keys). */
    private static final Set<String> ATTRIBUTES = Set.of("_update", "_timestamp", "cio_relationships");

    /** Events with these names act on people, devices, objects and reports (Customer.io, semantic events). */
    private static final Set<String> EVENTS = Set.of(
            "user deleted",
            "user suppressed",
            "user unsuppressed",
            "device created or updated",
            "device deleted",
            "relationship deleted",
            "object deleted",
            "report delivery event",
            "report content event");

    private ReservedNames() {}

    /** Whether an event of this name acts. */
    public static boolean isEvent(String name) {
        return EVENTS.contains(plain(name));
    }

    /** Whether event data of this name redirects. */
    public static boolean isProperty(String name) {
        return PROPERTIES.contains(plain(name));
    }

    /** Whether an attribute of a person of this name steers the call. */
    public static boolean isAttribute(String name) {
        return ATTRIBUTES.contains(plain(name));
    }

    /** Whether two names are one to Customer.io. */
    static boolean isSame(String left, String right) {
        return plain(left).equals(plain(right));
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
