package io.penstock.databricks.sandbox.thrift;

import com.databricks.jdbc.model.client.thrift.generated.THandleIdentifier;
import com.databricks.jdbc.model.client.thrift.generated.TOperationHandle;
import com.databricks.jdbc.model.client.thrift.generated.TOperationType;
import com.databricks.jdbc.model.client.thrift.generated.TSessionHandle;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The protocol's names for sessions and statements: 16 bytes of id and 16 bytes that are sent but not checked. */
final class Handles {
    private static final int SIZE = 16;

    private Handles() {}

    static TSessionHandle session(UUID id) {
        return new TSessionHandle(identifier(id));
    }

    static TOperationHandle operation(UUID id, TOperationType type) {
        return new TOperationHandle(identifier(id), type, true);
    }

    static UUID id(TSessionHandle handle) {
        return id(handle.getSessionId());
    }

    static UUID id(TOperationHandle handle) {
        return id(handle.getOperationId());
    }

    private static THandleIdentifier identifier(UUID id) {
        return new THandleIdentifier(bytes(id), bytes(UUID.randomUUID()));
    }

    private static UUID id(THandleIdentifier identifier) {
        ByteBuffer guid = ByteBuffer.wrap(identifier.getGuid());
        return guid.remaining() == SIZE ? new UUID(guid.getLong(), guid.getLong()) : new UUID(0, 0);
    }

    private static ByteBuffer bytes(UUID id) {
        return ByteBuffer.allocate(SIZE)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .flip();
    }
}
