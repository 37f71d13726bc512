package io.penstock.databricks.sandbox.oauth;

import io.penstock.databricks.sandbox.http.HttpAnswer;
import io.penstock.databricks.sandbox.http.HttpCall;
import io.penstock.databricks.sandbox.http.HttpEndpoint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The discovery document and the token endpoint below {@code /oidc}: client credentials only, of one client, sent as
 * HTTP Basic or in the form.
 */
public final class OAuthEndpoint implements HttpEndpoint {
    /** Where everything of this class lies. */
    public static final String PATH = "/oidc/";

    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final TokenIssuer issuer;
    private final Optional<Client> client;

    /** @param client the one client that gets tokens; without one nobody does */
    public OAuthEndpoint(TokenIssuer issuer, Optional<Client> client) {
        client.ifPresent(OAuthEndpoint::refuseOddId);
        this.issuer = issuer;
        this.client = client;
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        return switch (call.path()) {
            case PATH + ".well-known/oauth-authorization-server" -> HttpAnswer.json(200, discovery());
            case PATH + "v1/token" -> call.method().equals("POST") ? token(call) : refused(405, "invalid_request");
            default -> refused(404, "not_found");
        };
    }

    private static void refuseOddId(Client client) {
        if (!CLIENT_ID.matcher(client.id()).matches()) {
            throw new IllegalArgumentException("A client id has letters, digits, '.', '_' and '-' only.");
        }
    }

    private String discovery() {
        String base = issuer.issuer();
        return "{\"issuer\":\"" + base + "\",\"authorization_endpoint\":\"" + base
                + "/v1/authorize\",\"token_endpoint\":\"" + base
                + "/v1/token\",\"grant_types_supported\":[\"client_credentials\"],"
                + "\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\",\"client_secret_post\"]}";
    }

    private HttpAnswer token(HttpCall call) {
        Map<String, String> form = HttpCall.pairs(new String(call.body(), StandardCharsets.UTF_8));
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return refused(400, "unsupported_grant_type");
        }
        Optional<Client> asking = call.authorization().map(OAuthEndpoint::basic).orElseGet(() -> posted(form));
        if (client.isEmpty() || asking.filter(client.get()::equals).isEmpty()) {
            return refused(401, "invalid_client");
        }
        return HttpAnswer.json(
                200,
                "{\"access_token\":\"" + issuer.issue(client.get().id())
                        + "\",\"token_type\":\"Bearer\",\"scope\":\"all-apis\",\"expires_in\":"
                        + TokenIssuer.LIFETIME.toSeconds() + "}");
    }

    private static Optional<Client> basic(String header) {
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        String pair = new String(Base64.getMimeDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(new Client(pair.substring(0, colon), pair.substring(colon + 1)));
    }

    private static Optional<Client> posted(Map<String, String> form) {
        return form.containsKey("client_id") && form.containsKey("client_secret")
                ? Optional.of(new Client(form.get("client_id"), form.get("client_secret")))
                : Optional.empty();
    }

    private static HttpAnswer refused(int status, String error) {
        return HttpAnswer.json(status, "{\"error\":\"" + error + "\"}");
    }

    /** A service principal. Compared in constant time; its {@code toString} hides the secret. */
    public record Client(String id, String secret) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Client that && id.equals(that.id) && same(secret, that.secret);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }

        @Override
        public String toString() {
            return "Client[" + id + "]";
        }

        private static boolean same(String one, String other) {
            return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
        }
    }
}
