package io.penstock.customerio.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Talks to a sandbox over real HTTP. Text in tests uses single quotes for JSON's double ones. */
final class SandboxClient implements AutoCloseable {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CustomerIoSandbox sandbox;
    private final URI base;
    private final String basic;
    private final String bearer;

    private SandboxClient(CustomerIoSandbox sandbox, URI base, String siteId, String apiKey, String appKey) {
        this.sandbox = sandbox;
        this.base = base;
        this.basic =
                "Basic " + Base64.getEncoder().encodeToString((siteId + ":" + apiKey).getBytes(StandardCharsets.UTF_8));
        this.bearer = "Bearer " + appKey;
    }

    static SandboxClient of(CustomerIoSandbox sandbox) {
        return new SandboxClient(sandbox, sandbox.baseUri(), sandbox.siteId(), sandbox.apiKey(), sandbox.appKey());
    }

    static SandboxClient of(URI base, String siteId, String apiKey, String appKey) {
        return new SandboxClient(null, base, siteId, apiKey, appKey);
    }

    static SandboxClient start(SandboxBuilder builder) {
        try {
            return of(builder.start());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static SandboxClient start() {
        return start(CustomerIoSandbox.builder());
    }

    static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    HttpResponse<String> send(String method, String path, String authorization, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(request.build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }

    private static JsonNode parse(HttpResponse<String> response) {
        return Json.parse(response.body()).orElseThrow();
    }

    HttpResponse<String> track(String method, String path, String body) throws IOException {
        return send(method, path, basic, body);
    }

    /** One call of the Pipelines API; permissive. */
    HttpResponse<String> pipelines(String path, String singleQuoted) throws IOException {
        return send("POST", "/v1/" + path, writeKey(), json(singleQuoted));
    }

    /** One call of the Pipelines API in strict mode. */
    HttpResponse<String> strict(String path, String key, String singleQuoted) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(base + "/v1/" + path))
                .header("Authorization", key)
                .header("X-Strict-Mode", "1")
                .POST(HttpRequest.BodyPublishers.ofString(json(singleQuoted)))
                .build());
    }

    String writeKey() {
        return basic(sandbox.writeKey() + ":");
    }

    static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** One v2 operation; returns the status. */
    int entity(String singleQuoted) throws IOException {
        return track("POST", "/api/v2/entity", json(singleQuoted)).statusCode();
    }

    HttpResponse<String> entityResponse(String singleQuoted) throws IOException {
        return track("POST", "/api/v2/entity", json(singleQuoted));
    }

    HttpResponse<String> batch(String... singleQuoted) throws IOException {
        return track("POST", "/api/v2/batch", json("{'batch':[" + String.join(",", singleQuoted) + "]}"));
    }

    int put(String identifier, String singleQuoted) throws IOException {
        return track("PUT", "/api/v1/customers/" + encode(identifier), json(singleQuoted))
                .statusCode();
    }

    int post(String path, String singleQuoted) throws IOException {
        return track("POST", path, json(singleQuoted)).statusCode();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    HttpResponse<String> appResponse(String path) throws IOException {
        return send("GET", path, bearer, "");
    }

    HttpResponse<String> manage(String method, String path, String singleQuoted) throws IOException {
        return send(method, path, bearer, json(singleQuoted));
    }

    URI base() {
        return base;
    }

    JsonNode app(String path) throws IOException {
        return parse(appResponse(path));
    }

    /** The attribute as the App API tells it, or {@code null} when there is none. */
    String attribute(String id, String name) throws IOException {
        return app("/v1/customers/" + encode(id) + "/attributes")
                .at("/customer/attributes/" + name)
                .asText(null);
    }

    JsonNode inspect(String path) throws IOException {
        return parse(send("GET", "/sandbox" + path, "", ""));
    }

    HttpResponse<String> control(String method, String path, String singleQuoted) throws IOException {
        return send(method, "/sandbox" + path, "", json(singleQuoted));
    }

    /** The one with that email according to the App API; a missing node when there is none. */
    JsonNode byEmail(String email) throws IOException {
        return app("/v1/customers?email=" + encode(email)).path("results").path(0);
    }

    boolean exists(String id) throws IOException {
        return appResponse("/v1/customers/" + encode(id) + "/attributes").statusCode() == 200;
    }

    int people() throws IOException {
        return inspect("/people").path("people").asInt();
    }

    /** Verdict of the operation received last. */
    String verdict() throws IOException {
        JsonNode all = inspect("/requests?limit=20000").path("operations");
        return all.get(all.size() - 1).path("verdict").asText();
    }

    List<String> verdicts() throws IOException {
        List<String> verdicts = new ArrayList<>();
        inspect("/requests?limit=20000")
                .path("operations")
                .forEach(each -> verdicts.add(each.path("verdict").asText()));
        return verdicts;
    }

    /** Types of activities, newest first. */
    List<String> activities() throws IOException {
        List<String> types = new ArrayList<>();
        app("/v1/activities?limit=100")
                .path("activities")
                .forEach(each -> types.add(each.path("type").asText()));
        return types;
    }

    /** Why the newest failed attribute change failed. */
    String failure() throws IOException {
        return app("/v1/activities?type=failed_attribute_change")
                .at("/activities/0/data/reason")
                .asText();
    }

    CustomerIoSandbox sandbox() {
        return sandbox;
    }

    @Override
    public void close() {
        http.close();
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
