package io.penstock.customerio.sandbox.operation;

/** What names an object: its own key within a type, or the id the vendor gave it. */
public sealed interface ObjectRef {

    /** An object id is unique within its type only. */
    record Key(String type, String id) implements ObjectRef {}

    /** Names existing objects only. */
    record CioObjectId(String value) implements ObjectRef {}
}
