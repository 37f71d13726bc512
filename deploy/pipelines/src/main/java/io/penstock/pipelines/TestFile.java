package io.penstock.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A test where it stands. */
record TestFile(Path path, PipelineTest test) {
    /**
     * Reads one.
     *
     * @throws CommandFailedException if it is no test; the message is {@code file:line:column: what is wrong}
     */
    static TestFile read(Path path) {
        try {
            return new TestFile(path, Json.config().readValue(Files.readString(path), PipelineTest.class));
        } catch (JsonProcessingException e) {
            String what = e.getOriginalMessage().lines().findFirst().orElse("").split(" \\(class ", 2)[0];
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            int column =
                    e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
            throw new CommandFailedException("%s:%d:%d: %s".formatted(path, line, column, what));
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + path);
        }
    }

    /** Writes what came into the file as what is expected from now on; leaves the rest as it is, newly laid out. */
    void expect(List<JsonNode> came) {
        try {
            ObjectNode file = (ObjectNode) Json.config().readTree(Files.readString(path));
            file.putArray("calls").addAll(came);
            Files.writeString(path, JsonText.of(file) + "\n");
        } catch (IOException e) {
            throw new CommandFailedException("cannot write " + path);
        }
    }
}
