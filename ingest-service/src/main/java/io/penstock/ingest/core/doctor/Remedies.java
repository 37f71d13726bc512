package io.penstock.ingest.core.doctor;

import io.penstock.ingest.core.catalog.Grant;
import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.doctor.Finding.Step;
import io.penstock.ingest.core.read.SourceException;
import java.util.List;

/** What to run or do when a step failed: what the error itself names first, else what the step is known to need. */
final class Remedies {
    private Remedies() {}

    /** Null if nothing better than the error's words is known. */
    static String of(Step step, SourceException failure, Patient patient) {
        Access access = step == Step.WRITE
                ? patient.landing().map(Patient.Landing::access).orElse(patient.access())
                : patient.access();
        String principal = principal(access);
        return switch (failure.fault()) {
            case MISSING_GRANT ->
                Grant.named(failure)
                        .map(grant -> grant.statement(principal))
                        .or(failure::remedy)
                        .orElseGet(() -> grants(step, patient, principal));
            case CREDENTIALS -> failure.remedy().orElseGet(() -> credentials(step));
            case FIX_QUERY, UNSUPPORTED ->
                failure.remedy().orElseGet(() -> step == Step.WRITE ? landing(patient, principal) : null);
            case WARMING, UNAVAILABLE, REBASELINE, CANCELLED -> failure.remedy().orElse(null);
        };
    }

    static String principal(Access access) {
        return access.principal().orElse(Grant.UNKNOWN_PRINCIPAL);
    }

    private static String grants(Step step, Patient patient, String principal) {
        return switch (step) {
            case SECRET, TOKEN, WAREHOUSE ->
                "give the service principal " + TableName.quote(principal)
                        + " CAN USE on the SQL warehouse (SQL Warehouses, Permissions) and the entitlement"
                        + " Databricks SQL access (Settings, Identity and access)";
            case CATALOGS -> Grant.browse(catalog(patient)).statement(principal);
            case DESCRIBE, MODE, READ -> Grant.statements(Grant.toRead(source(patient)), principal);
            case WRITE ->
                patient.landing()
                        .map(landing -> Grant.statements(Grant.toLand(landing.schema()), principal))
                        .orElse(null);
        };
    }

    /** A schema that is not there: an administrator makes it, or lets the service principal make it. */
    private static String landing(Patient patient, String principal) {
        return patient.landing()
                .map(landing ->
                        "CREATE SCHEMA IF NOT EXISTS " + landing.schema().quoted() + ";\n"
                                + Grant.statements(Grant.toLand(landing.schema()), principal))
                .orElse(null);
    }

    private static String credentials(Step step) {
        return step == Step.SECRET
                ? "set the environment variable, or mount the file, for ingest-service and start it again"
                : "check the token, or the client id and secret, and that the service principal is assigned to this"
                        + " workspace";
    }

    private static String catalog(Patient patient) {
        return source(patient).parts().getFirst();
    }

    private static TableName source(Patient patient) {
        return patient.pipeline()
                .filter(pipeline -> pipeline.source().table() != null)
                .map(pipeline -> TableName.parse(pipeline.source().table()))
                .orElse(new TableName(List.of("<catalog>", "<schema>", "<table>")));
    }
}
