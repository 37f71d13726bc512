package io.penstock.ingest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.ingest.core.doctor.Finding;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.http.DoctorDesk.Request;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * {@code /v1/doctor}: GET for the whole report, POST for the findings as they come; only POST may write a trial table.
 */
@Path("/v1/doctor")
@Blocking
public final class DoctorResource {
    private static final Logger LOG = Logger.getLogger(DoctorResource.class);

    private final DoctorDesk desk;
    private final ObjectMapper json;

    DoctorResource(DoctorDesk desk, ObjectMapper json) {
        this.desk = desk;
        this.json = json;
    }

    /** Examines and answers when it is over. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Report report(
            @QueryParam("pipeline") String pipeline,
            @QueryParam("connection") String connection,
            @QueryParam("schema") String schema)
            throws SourceException {
        List<Told> findings = Collections.synchronizedList(new ArrayList<>());
        boolean ok = desk.examine(new Request(pipeline, connection, schema, false), finding -> {
            if (finding.state() != Finding.State.WAITING) {
                findings.add(Told.of(finding));
            }
        });
        return new Report(ok, List.copyOf(findings));
    }

    /** Examines; each finding is one line of JSON, written at once, and the last line is {@code {"ok":…}}. */
    @POST
    @Produces("application/x-ndjson")
    public StreamingOutput stream(
            @QueryParam("pipeline") String pipeline,
            @QueryParam("connection") String connection,
            @QueryParam("schema") String schema,
            @QueryParam("write") @DefaultValue("false") boolean write,
            @Context HttpServerResponse response) {
        Request request = new Request(pipeline, connection, schema, write);
        return out -> {
            try {
                boolean ok = desk.examine(request, finding -> line(out, response, Told.of(finding)));
                line(out, response, new End(ok));
            } catch (SourceException e) {
                line(out, response, Problem.of(e));
            } catch (UncheckedIOException e) {
                LOG.debugf("an examination ended early: %s", e.getMessage());
            }
        };
    }

    /** The whole report. */
    public record Report(boolean ok, List<Told> findings) {
        public Report {
            findings = List.copyOf(findings);
        }
    }

    /** The stream's last line. */
    public record End(boolean ok) {}

    /** A finding as it is told; names in lower case. */
    public record Told(String step, String state, long tookMs, String detail, String remedy) {
        static Told of(Finding finding) {
            return new Told(
                    finding.step().name().toLowerCase(Locale.ROOT),
                    finding.state().name().toLowerCase(Locale.ROOT),
                    finding.took().toMillis(),
                    finding.detail(),
                    finding.remedy());
        }
    }

    /** A reader that has gone away ends the examination. The stream itself swallows what nobody reads. */
    private void line(OutputStream out, HttpServerResponse response, Object value) {
        try {
            if (response.closed()) {
                throw new IOException("the reader has gone");
            }
            byte[] bytes = (json.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
            synchronized (out) {
                out.write(bytes);
                out.flush();
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a finding can be written", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
