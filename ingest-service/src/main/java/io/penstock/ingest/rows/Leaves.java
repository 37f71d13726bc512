package io.penstock.ingest.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.ingest.core.type.Leaf;

/** Between tree nodes and the core's leaves. */
public final class Leaves {
    /** Keeps decimals exactly as they are. */
    static final JsonNodeFactory NODES = new JsonNodeFactory(true);

    private Leaves() {}

    /** A node without parts as a leaf; an absent one is nothing. */
    public static Leaf of(JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return Leaf.NOTHING;
        }
        if (node.isTextual()) {
            return new Leaf.Text(node.textValue());
        }
        if (node.isNumber()) {
            return new Leaf.Number(node.decimalValue());
        }
        if (node.isBoolean()) {
            return new Leaf.Truth(node.booleanValue());
        }
        throw new IllegalArgumentException("expected a value without parts, found " + node.getNodeType());
    }

    static JsonNode node(Leaf leaf) {
        return switch (leaf) {
            case Leaf.Nothing _ -> NODES.nullNode();
            case Leaf.Text(var value) -> NODES.textNode(value);
            case Leaf.Truth(var value) -> NODES.booleanNode(value);
            case Leaf.Number(var value) ->
                value.scale() == 0 && value.precision() <= 18
                        ? NODES.numberNode(value.longValueExact())
                        : NODES.numberNode(value);
        };
    }
}
