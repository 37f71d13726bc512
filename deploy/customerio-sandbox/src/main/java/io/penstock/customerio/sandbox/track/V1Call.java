package io.penstock.customerio.sandbox.track;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which v1 operation a request line names.
 *
 * @param identifier the decoded path identifier (of a person, a segment, a form), or empty
 * @param detail the decoded device id, the kind of identifier of a segment call, or empty
 */
public record V1Call(Kind kind, String identifier, String detail) {

    /** The v1 operations of the sandbox, with type and action as the inspection shows them. */
    public enum Kind {
        IDENTIFY("identify"),
        DELETE("delete"),
        SUPPRESS("suppress"),
        UNSUPPRESS("unsuppress"),
        EVENT("event"),
        ANONYMOUS_EVENT("event"),
        MERGE("merge"),
        ADD_DEVICE("add_device"),
        DELETE_DEVICE("delete_device"),
        ADD_TO_SEGMENT("add_to_segment"),
        REMOVE_FROM_SEGMENT("remove_from_segment"),
        REPORT("report"),
        FORM("form");

        private final String action;

        Kind(String action) {
            this.action = action;
        }

        String action() {
            return action;
        }
    }

    /**
     * Reads method and raw path, with the query where the call has one; empty when the vendor has no such operation, or
     * the sandbox does not offer it.
     */
    public static Optional<V1Call> of(String method, String rawPath) {
        if (!rawPath.startsWith("/api/v1/")) {
            return Optional.empty();
        }
        int query = rawPath.indexOf('?');
        String path = query < 0 ? rawPath : rawPath.substring(0, query);
        String[] parts = path.substring("/api/v1/".length()).split("/", -1);
        String line = method + " " + parts[0] + " " + parts.length + (parts.length > 2 ? " " + parts[2] : "");
        return switch (line) {
            case "PUT customers 2" -> call(Kind.IDENTIFY, parts);
            case "DELETE customers 2" -> call(Kind.DELETE, parts);
            case "POST customers 3 suppress" -> call(Kind.SUPPRESS, parts);
            case "POST customers 3 unsuppress" -> call(Kind.UNSUPPRESS, parts);
            case "POST customers 3 events" -> call(Kind.EVENT, parts);
            case "PUT customers 3 devices" -> call(Kind.ADD_DEVICE, parts);
            case "DELETE customers 4 devices" ->
                Optional.of(new V1Call(Kind.DELETE_DEVICE, decode(parts[1]), decode(parts[3])));
            case "POST events 1" -> Optional.of(new V1Call(Kind.ANONYMOUS_EVENT, "", ""));
            case "POST merge_customers 1" -> Optional.of(new V1Call(Kind.MERGE, "", ""));
            case "POST segments 3 add_customers" -> segment(Kind.ADD_TO_SEGMENT, parts[1], rawPath);
            case "POST segments 3 remove_customers" -> segment(Kind.REMOVE_FROM_SEGMENT, parts[1], rawPath);
            case "POST metrics 1", "POST push 2" -> Optional.of(new V1Call(Kind.REPORT, "", ""));
            case "POST forms 3 submit" -> call(Kind.FORM, parts);
            default -> Optional.empty();
        };
    }

    /** The kind of identifier of a segment call stands in the query and is kept in place of the device. */
    private static Optional<V1Call> segment(Kind kind, String segment, String rawPath) {
        int at = rawPath.indexOf("id_type=");
        String idType =
                at < 0 ? "id" : rawPath.substring(at + "id_type=".length()).split("&", 2)[0];
        return Optional.of(new V1Call(kind, decode(segment), idType));
    }

    private static Optional<V1Call> call(Kind kind, String[] parts) {
        return Optional.of(new V1Call(kind, decode(parts[1]), ""));
    }

    /** In a path a plus sign is a plus sign. */
    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
