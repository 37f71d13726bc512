package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Rules of project, connection and identity files that a JSON Schema cannot state, or not in good words. */
final class ProjectRules {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

    /**
     * What identity-service does not match, since it matches in linear time: {@code (?…} but {@code (?:}, {@code \\1},
     * …
     */
    private static final Pattern NOT_LINEAR =
            Pattern.compile("(?<!\\\\)(\\\\\\\\)*(\\(\\?(?!:)|\\\\(?![dDwWsS])[a-zA-Z0-9]|[*+?}][+?])");

    private ProjectRules() {}

    static void project(At spec, References references, Consumer<Problem> problems) {
        At engagement = spec.get("engagement");
        references.connection(engagement.get("connection"), "databricks", problems);
        references.connection(engagement.get("webhooks"), "customerio", problems);
        Durations.positive(engagement.get("maxAge"), problems);
    }

    static void connection(At spec, Consumer<Problem> problems) {
        At databricks = spec.get("databricks");
        if (databricks.sound()) {
            credentials(databricks, problems);
        }
        At tls = databricks.get("tls");
        Optional<String> host = databricks.get("host").text();
        if (tls.node().isBoolean() && !tls.isTrue() && host.isPresent() && !LOOPBACK.contains(host.get())) {
            problems.accept(tls.problem("expected tls: true for a host that is not on loopback, found false"));
        }
        At customerio = spec.get("customerio");
        wire(customerio, problems);
        merges(customerio.get("merges"), problems);
    }

    /** What the schema demands of the chosen wire is demanded there; here is what must not stand beside it. */
    private static void wire(At customerio, Consumer<Problem> problems) {
        if (!customerio.sound() || !customerio.get("wire").text().equals(Optional.of("pipelines"))) {
            return;
        }
        At anonymous = customerio.get("anonymousEvents");
        if (anonymous.present()) {
            problems.accept(
                    anonymous.problemAtKey("expected wire: track beside anonymousEvents, found wire: pipelines"));
        }
        At siteId = customerio.get("siteId");
        At apiKey = customerio.get("apiKey");
        if (siteId.present() != apiKey.present()) {
            At alone = siteId.present() ? siteId : apiKey;
            problems.accept(alone.problemAtKey("expected siteId and apiKey, or neither, found "
                    + (siteId.present() ? "siteId" : "apiKey") + " alone"));
        }
    }

    private static void merges(At merges, Consumer<Problem> problems) {
        At hold = merges.get("hold");
        Optional<String> policy = merges.get("policy").text();
        if (hold.present() && !policy.equals(Optional.of("hold"))) {
            problems.accept(
                    hold.problemAtKey("expected policy: hold beside hold, found " + policy.orElse("no policy")));
        }
        Durations.positive(hold, problems);
    }

    private static void credentials(At databricks, Consumer<Problem> problems) {
        boolean token = databricks.get("token").present();
        boolean id = databricks.get("clientId").present();
        boolean secret = databricks.get("clientSecret").present();
        String wanted = "expected token, or clientId and clientSecret, found ";
        if (token && (id || secret)) {
            problems.accept(databricks.problemAtKey(wanted + "both"));
        } else if (!token && !(id && secret)) {
            problems.accept(databricks.problemAtKey(
                    wanted + (id ? "clientId alone" : secret ? "clientSecret alone" : "neither")));
        }
    }

    static void identity(At spec, Consumer<Problem> problems) {
        spec.get("types").entries().forEach((name, type) -> IdentifierTypeRules.check(name, type, problems));
        List<String> types = List.copyOf(spec.get("types").entries().keySet());
        spec.get("blocked").entries().forEach((type, values) -> {
            if (!types.isEmpty() && !type.equals("*") && !types.contains(type)) {
                problems.accept(values.problemAtKey("expected * or an identifier type of this file (%s), found '%s'%s"
                        .formatted(String.join(", ", types), type, Wording.hint(type, types))));
            }
            values.items().forEach(value -> value.text().ifPresent(text -> expression(value, text, problems)));
        });
    }

    private static void expression(At value, String text, Consumer<Problem> problems) {
        if (text.length() < 2 || !text.startsWith("/") || !text.endsWith("/")) {
            return;
        }
        String pattern = text.substring(1, text.length() - 1);
        if (NOT_LINEAR.matcher(pattern).find()) {
            problems.accept(
                    value.problem("expected a regular expression without look-around, back-references, flags and"
                            + " lazy or possessive repetition, found text '" + Wording.shorten(text) + "'"));
            return;
        }
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            problems.accept(value.problem("expected a regular expression between the slashes, found a mistake: "
                    + e.getDescription() + " at character " + (Math.max(e.getIndex(), 0) + 1)));
        }
    }
}
