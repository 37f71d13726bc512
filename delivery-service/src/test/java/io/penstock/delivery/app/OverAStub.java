package io.penstock.delivery.app;

import io.penstock.delivery.customerio.StubTrack;
import io.penstock.testkit.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the whole service over a real broker and a stub have: each a destination of its own. */
abstract class OverAStub {
    EmbeddedBroker broker;

    @TempDir
    Path secrets;

    StubbedConnection connection;
    StubTrack track;
    String destination;

    @BeforeEach
    void open() throws IOException {
        connection = new StubbedConnection(broker, secrets);
        track = connection.track();
        destination = connection.name();
    }

    @AfterEach
    void close() {
        connection.close();
    }
}
