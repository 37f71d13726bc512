package io.penstock.customerio.sandbox.http;

import io.penstock.customerio.sandbox.fault.Fault;
import io.penstock.customerio.sandbox.intake.Arrival;
import io.penstock.customerio.sandbox.intake.Origin;
import io.penstock.customerio.sandbox.operation.Verdict;
import java.util.List;
import java.util.Optional;

/** The pieces of a request as the record of everything received wants them. */
final class Arrivals {

    private Arrivals() {}

    /** The whole request ends the same way, for one reason, and nothing of it is applied. */
    static List<Arrival> settled(
            Request request, Submission submission, Verdict verdict, int status, String reason, Fault fault) {
        Origin origin = request.origin();
        return submission.pieces().stream()
                .map(piece -> new Arrival(
                        origin,
                        piece.index(),
                        piece.reading(),
                        piece.text(),
                        Optional.empty(),
                        verdict,
                        status,
                        reason,
                        fault.label()))
                .toList();
    }

    /** Each piece on its own: the valid ones are to be applied, the others get the verdict. */
    static List<Arrival> taken(Request request, Submission submission, Verdict invalid, int status, Fault fault) {
        Origin origin = request.origin();
        return submission.pieces().stream()
                .map(piece -> new Arrival(
                        origin,
                        piece.index(),
                        piece.reading(),
                        piece.text(),
                        piece.reading().operation(),
                        piece.reading().operation().isPresent() ? Verdict.PENDING : invalid,
                        status,
                        piece.problems(),
                        fault.label()))
                .toList();
    }
}
