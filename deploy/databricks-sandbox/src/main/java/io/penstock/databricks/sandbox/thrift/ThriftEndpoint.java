package io.penstock.databricks.sandbox.thrift;

import com.databricks.internal.apache.thrift.TException;
import com.databricks.internal.apache.thrift.protocol.TBinaryProtocol;
import com.databricks.internal.apache.thrift.transport.TMemoryBuffer;
import com.databricks.internal.apache.thrift.transport.TMemoryInputTransport;
import com.databricks.jdbc.model.client.thrift.generated.TCLIService;
import io.penstock.databricks.sandbox.http.HttpAnswer;
import io.penstock.databricks.sandbox.http.HttpCall;
import io.penstock.databricks.sandbox.http.HttpEndpoint;
import java.util.Arrays;

/** One Thrift message in, one out. */
public final class ThriftEndpoint implements HttpEndpoint {
    /** Paths of warehouses and of clusters start so; which warehouse does not matter. */
    public static final String PATH = "/sql/";

    private static final int USUAL_ANSWER = 4096;

    private final TCLIService.Processor<TCLIService.Iface> processor;

    /** Serves the given service. */
    public ThriftEndpoint(WarehouseService service) {
        processor = new TCLIService.Processor<>(service);
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        if (!call.method().equals("POST")) {
            return HttpAnswer.error(405, "METHOD_NOT_ALLOWED", "The warehouse takes POST only.");
        }
        try {
            return new HttpAnswer(200, "application/x-thrift", message(call.body()));
        } catch (TException e) {
            return HttpAnswer.error(400, "MALFORMED_REQUEST", "Not a Thrift message.");
        }
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
