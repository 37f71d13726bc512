package io.penstock.databricks.sandbox.thrift;

import com.databricks.internal.apache.thrift.TException;
import com.databricks.internal.apache.thrift.protocol.TBinaryProtocol;
import com.databricks.internal.apache.thrift.transport.TMemoryBuffer;
import com.databricks.internal.apache.thrift.transport.TMemoryInputTransport;
import com.databricks.jdbc.model.client.thrift.generated.TCLIService;
import io.penstock.databricks.sandbox.control.WarehouseState;
import io.penstock.databricks.sandbox.http.HttpAnswer;
import io.penstock.databricks.sandbox.http.HttpCall;
import io.penstock.databricks.sandbox.http.HttpEndpoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** One Thrift message in, one out. */
public final class ThriftEndpoint implements HttpEndpoint {
    /** Paths of warehouses and of clusters start so; which warehouse does not matter. */
    public static final String PATH = "/sql/";

    private static final int USUAL_ANSWER = 4096;

    private final TCLIService.Processor<TCLIService.Iface> processor;
    private final WarehouseState warehouse;

    /** Serves the given service while the warehouse runs. */
    public ThriftEndpoint(WarehouseService service, WarehouseState warehouse) {
        this.processor = new TCLIService.Processor<>(service);
        this.warehouse = warehouse;
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        if (!call.method().equals("POST")) {
            return HttpAnswer.error(405, "METHOD_NOT_ALLOWED", "The warehouse takes POST only.");
        }
        Optional<Duration> later = warehouse.refusal();
        if (later.isPresent()) {
            return unavailable(later.get());
        }
        try {
            return new HttpAnswer(
                    200,
                    "application/x-thrift",
                    ScopedValue.where(WarehouseService.CALLER, call.principal().orElseThrow())
                            .call(() -> message(call.body())));
        } catch (TException e) {
            return HttpAnswer.error(400, "MALFORMED_REQUEST", "Not a Thrift message.");
        }
    }

    /** The driver tries again by itself after the time named, up to its own limit. */
    private static HttpAnswer unavailable(Duration later) {
        String message = "TEMPORARILY_UNAVAILABLE: the warehouse is starting.";
        HttpAnswer body = HttpAnswer.error(503, "TEMPORARILY_UNAVAILABLE", message);
        return new HttpAnswer(
                body.status(),
                body.contentType(),
                body.body(),
                Map.of(
                        "Retry-After",
                        String.valueOf(Math.ceilDiv(later.toMillis(), 1000)),
                        "X-Thriftserver-Error-Message",
                        message));
    }

    /**
     * Answers one message.
     *
     * @throws TException if it is not one
     */
    public byte[] message(byte[] request) throws TException {
        TMemoryBuffer out = new TMemoryBuffer(USUAL_ANSWER);
        processor.process(new TBinaryProtocol(new TMemoryInputTransport(request)), new TBinaryProtocol(out));
        return Arrays.copyOf(out.getArray(), out.length());
    }
}
