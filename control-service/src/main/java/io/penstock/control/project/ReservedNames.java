package io.penstock.control.project;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Names with which a mere event or attribute would do something else at Customer.io. transform-service refuses them
 * again, row by row, because a script or a spread struct brings names that no file shows. Compared without case and
 * outer blanks.
 */
final class ReservedNames {
    static final List<String> PROPERTIES = List.of("recipient", "from_address", "reply_to");
    static final List<String> ATTRIBUTES = List.of("_update", "_timestamp", "cio_relationships");
    static final List<String> EVENTS = List.of(
            "User Deleted",
            "User Suppressed",
            "User Unsuppressed",
            "Device Created or Updated",
            "Device Deleted",
            "Relationship Deleted",
            "Object Deleted",
            "Report Delivery Event",
            "Report Content Event");

    private ReservedNames() {}

    static Optional<String> property(String name) {
        return find(name, PROPERTIES);
    }

    static Optional<String> attribute(String name) {
        return find(name, ATTRIBUTES);
    }

    static Optional<String> event(String name) {
        return find(name, EVENTS);
    }

    static Set<String> all() {
        Set<String> all = new LinkedHashSet<>(PROPERTIES);
        all.addAll(ATTRIBUTES);
        all.addAll(EVENTS);
        return all;
    }

    private static Optional<String> find(String name, List<String> names) {
        return names.stream()
                .filter(reserved -> plain(reserved).equals(plain(name)))
                .findFirst();
    }

    /** As names are compared. */
    static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
