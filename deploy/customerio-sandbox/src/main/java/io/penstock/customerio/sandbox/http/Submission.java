package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.pipelines.PipelinesReader;
import io.penstock.customerio.sandbox.track.BatchBody;
import io.penstock.customerio.sandbox.track.FieldError;
import io.penstock.customerio.sandbox.track.OperationReader;
import io.penstock.customerio.sandbox.track.Reading;
import io.penstock.customerio.sandbox.track.V1Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A request to the Track or the Pipelines API cut into its operations. A request that is wrong as a whole is one piece
 * with one error.
 */
record Submission(Form form, List<Piece> pieces) {

    /** What the answer looks like. */
    enum Form {
        V1,
        ENTITY,
        BATCH,
        /** A batch that is refused as a whole. */
        BROKEN_BATCH,
        /** Any call of the Pipelines API. */
        PIPELINES
    }

    /** One operation; the index is -1 outside of a batch. */
    record Piece(int index, Reading reading, byte[] text) {

        /** Every identifier value that it names, for faults that are meant for some people. */
        Stream<String> people() {
            return values(reading.identifiers());
        }

        private static Stream<String> values(JsonNode node) {
            return node.isValueNode()
                    ? Stream.of(node.asText())
                    : node.valueStream().flatMap(Piece::values);
        }

        String problems() {
            return String.join(
                    "; ",
                    reading.errors().stream()
                            .map(error -> error.field() + ": " + error.message())
                            .toList());
        }

        boolean isFor(String prefix) {
            return prefix.isEmpty() || people().anyMatch(each -> each.startsWith(prefix));
        }
    }

    private static final Reading UNREADABLE = new Reading("", "", Json.object(), Optional.empty(), List.of());

    /** Reads a request; empty when the Track API has no such path, or the sandbox does not offer it. */
    static Optional<Submission> read(Request request, OperationReader reader) {
        if (request.path().startsWith("/api/v2/")) {
            return switch (request.method() + " " + request.path()) {
                case "POST /api/v2/entity" -> Optional.of(entity(request.body(), reader));
                case "POST /api/v2/batch" -> Optional.of(batch(request.body(), reader));
                default -> Optional.empty();
            };
        }
        String target = request.rawQuery().isEmpty() ? request.path() : request.path() + "?" + request.rawQuery();
        return V1Call.of(request.method(), target).map(call -> v1(call, request.body(), reader));
    }

    private static Submission v1(V1Call call, byte[] body, OperationReader reader) {
        boolean bodiless = switch (call.kind()) {
            case DELETE, SUPPRESS, UNSUPPRESS, DELETE_DEVICE -> true;
            case IDENTIFY, EVENT, ANONYMOUS_EVENT, MERGE, ADD_DEVICE -> false;
            case ADD_TO_SEGMENT, REMOVE_FROM_SEGMENT, REPORT, FORM -> false;
        };
        Optional<ObjectNode> object = bodiless
                ? Optional.of(Json.object())
                : Json.parse(body).filter(JsonNode::isObject).map(ObjectNode.class::cast);
        Reading reading = object.map(node -> reader.v1(call, node))
                .orElseGet(() -> reader.v1(call, Json.object()).withError(invalid("the body must be a JSON object")));
        return new Submission(Form.V1, List.of(new Piece(-1, reading, body)));
    }

    private static FieldError invalid(String message) {
        return new FieldError("invalid", "body", message);
    }

    private static Submission entity(byte[] body, OperationReader reader) {
        Reading reading = Json.parse(body)
                .filter(JsonNode::isObject)
                .map(item -> reader.v2(item, body.length))
                .orElseGet(() -> UNREADABLE.withError(invalid("must be valid JSON")));
        return new Submission(Form.ENTITY, List.of(new Piece(-1, reading, body)));
    }

    private static Submission batch(byte[] body, OperationReader reader) {
        if (body.length > reader.limits().batch()) {
            return broken(body, "must not be larger than " + reader.limits().batch() + " bytes");
        }
        return BatchBody.split(body)
                .map(items -> new Submission(Form.BATCH, pieces(items, reader)))
                .orElseGet(() -> broken(body, "must be valid JSON"));
    }

    private static Submission broken(byte[] body, String message) {
        Piece piece = new Piece(-1, UNREADABLE.withError(invalid(message)), body);
        return new Submission(Form.BROKEN_BATCH, List.of(piece));
    }

    private static List<Piece> pieces(List<BatchBody.Item> items, OperationReader reader) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> new Piece(
                        i,
                        reader.v2(items.get(i).tree(), items.get(i).text().length),
                        items.get(i).text()))
                .toList();
    }

    /** A call of the Pipelines API: of the type that its path names, or a batch. */
    static Submission pipelines(String type, byte[] body, PipelinesReader reader) {
        if (!type.equals("batch")) {
            Reading reading = Json.parse(body)
                    .map(call -> reader.read(type, call, body.length))
                    .orElseGet(() -> UNREADABLE.withError(invalid("must be valid JSON")));
            return new Submission(Form.PIPELINES, List.of(new Piece(-1, reading, body)));
        }
        if (body.length > reader.limits().batch()) {
            return broken(body, "must not be larger than " + reader.limits().batch() + " bytes");
        }
        return BatchBody.split(body)
                .map(items -> new Submission(Form.PIPELINES, pipelinesPieces(items, reader)))
                .orElseGet(() -> broken(body, "must be valid JSON"));
    }

    private static List<Piece> pipelinesPieces(List<BatchBody.Item> items, PipelinesReader reader) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> new Piece(
                        i,
                        reader.read("", items.get(i).tree(), items.get(i).text().length),
                        items.get(i).text()))
                .toList();
    }

    List<String> people() {
        return pieces.stream().flatMap(Piece::people).toList();
    }

    boolean isFaulty() {
        return pieces.stream().anyMatch(piece -> !piece.reading().errors().isEmpty());
    }

    /** The same, with that error on every piece meant for those people. */
    Submission withError(String personPrefix, FieldError error) {
        List<Piece> changed = new ArrayList<>();
        for (Piece piece : pieces) {
            changed.add(
                    piece.isFor(personPrefix)
                            ? new Piece(piece.index(), piece.reading().withError(error), piece.text())
                            : piece);
        }
        return new Submission(form, List.copyOf(changed));
    }
}
