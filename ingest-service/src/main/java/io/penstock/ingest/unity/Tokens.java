package io.penstock.ingest.unity;

import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.SecretRef;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Bearer tokens for one workspace: the personal one, read anew each time, or one fetched for a service principal and
 * kept until shortly before it ends. Thread-safe; while one thread fetches, others wait for it.
 */
final class Tokens {
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);
    private static final String PATH = "/oidc/v1/token";
    private static final String FORM =
            "grant_type=client_credentials&scope=" + URLEncoder.encode("all-apis", StandardCharsets.UTF_8);

    private final ConnectionSpec.Databricks connection;
    private final UnaryOperator<String> environment;
    private final JsonHttp http;
    private final InstantSource clock;
    private Issued issued;

    Tokens(
            ConnectionSpec.Databricks connection,
            UnaryOperator<String> environment,
            JsonHttp http,
            InstantSource clock) {
        this.connection = connection;
        this.environment = environment;
        this.http = http;
        this.clock = clock;
    }

    /** A token and when to get the next one. Its text form hides the token. */
    private record Issued(String token, Instant renewAt, Duration life) {
        @Override
        public String toString() {
            return "Issued[until " + renewAt + "]";
        }
    }

    /** A token that is good now. */
    synchronized String current() throws SourceException {
        if (isPersonal()) {
            return resolve(connection.token());
        }
        if (issued == null || !clock.instant().isBefore(issued.renewAt())) {
            issued = fetch();
        }
        return issued.token();
    }

    /** Gets rid of a token that was refused. @return whether another try with a fresh one makes sense */
    synchronized boolean refused(String token) {
        boolean another = !isPersonal() && issued != null && issued.token().equals(token);
        if (another) {
            issued = null;
        }
        return another;
    }

    /** Has the next caller fetch a fresh token. */
    synchronized void forget() {
        issued = null;
    }

    /** How long a fresh token lives; empty for a personal one, which does not say. */
    synchronized Optional<Duration> life() {
        return Optional.ofNullable(issued).map(Issued::life);
    }

    /** Where the secrets come from; reads them. */
    String sources() throws SourceException {
        if (isPersonal()) {
            resolve(connection.token());
            return connection.token().describe();
        }
        resolve(clientId());
        resolve(clientSecret());
        return connection.clientId().describe() + " and "
                + connection.clientSecret().describe();
    }

    /** Application id of the service principal, if there is one and it can be read. */
    Optional<String> principal() {
        if (isPersonal() || connection.clientId() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(resolve(connection.clientId()));
        } catch (SourceException e) {
            return Optional.empty();
        }
    }

    boolean isPersonal() {
        return connection.token() != null;
    }

    private Issued fetch() throws SourceException {
        String pair = resolve(clientId()) + ":" + resolve(clientSecret());
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        JsonHttp.Answer answer = http.postForm(PATH, basic, FORM);
        String token = answer.body().path("access_token").asText("");
        if (answer.status() == 400 || answer.status() == 401 || answer.status() == 403) {
            throw new SourceException(
                    Fault.CREDENTIALS,
                    http.host() + " refused the client id and secret (" + answer.status() + " "
                            + answer.body().path("error").asText("no reason given") + ")",
                    "check " + connection.clientId().describe() + " and "
                            + connection.clientSecret().describe()
                            + ": an OAuth secret of a service principal that is assigned to this workspace",
                    null);
        }
        if (answer.status() != 200 || token.isEmpty()) {
            throw new SourceException(Fault.UNAVAILABLE, http.host() + " gave no token (HTTP " + answer.status() + ")");
        }
        Duration life =
                Duration.ofSeconds(Math.max(0, answer.body().path("expires_in").asLong(3600)));
        Duration margin = life.dividedBy(5).compareTo(LONGEST_MARGIN) < 0 ? life.dividedBy(5) : LONGEST_MARGIN;
        return new Issued(token, clock.instant().plus(life).minus(margin), life);
    }

    private SecretRef clientId() throws SourceException {
        return named(connection.clientId());
    }

    private SecretRef clientSecret() throws SourceException {
        return named(connection.clientSecret());
    }

    private static SecretRef named(SecretRef secret) throws SourceException {
        if (secret == null) {
            throw new SourceException(
                    Fault.CREDENTIALS,
                    "the connection names neither a token nor a client id and secret",
                    "add token, or clientId and clientSecret, to the connection",
                    null);
        }
        return secret;
    }

    private String resolve(SecretRef secret) throws SourceException {
        try {
            return secret.resolve(environment);
        } catch (IllegalStateException e) {
            throw new SourceException(
                    Fault.CREDENTIALS, e.getMessage(), "set it for ingest-service and start it again", e);
        }
    }
}
