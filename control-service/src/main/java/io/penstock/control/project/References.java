package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What files of a project may refer to.
 *
 * @param connections name to type; the type is empty if that file is broken, which is reported there and not again here
 * @param identifierTypes empty if identity.yaml is missing or broken, likewise
 * @param project the spec of project.yaml; empty if that file is missing or broken, likewise
 * @param paths every file of the project
 */
record References(
        Map<String, Optional<String>> connections,
        Optional<Set<String>> identifierTypes,
        Optional<At> project,
        Set<String> paths) {
    /** Demands that a value names an endpoint of the collection API. */
    void endpoint(At at, Consumer<Problem> problems) {
        at.text()
                .ifPresent(name -> project.ifPresent(spec -> {
                    List<String> known =
                            List.copyOf(spec.get("events").entries().keySet());
                    if (!known.contains(name)) {
                        problems.accept(at.problem("expected an endpoint of spec.events in project.yaml%s, found '%s'%s"
                                .formatted(listed(known), name, Wording.hint(name, known))));
                    }
                }));
    }

    /** Demands that a value names the connection whose webhooks the project takes. */
    void reporting(At at, Consumer<Problem> problems) {
        connection(at, "customerio", problems);
        at.text()
                .ifPresent(name -> project.ifPresent(spec -> {
                    Optional<String> taken =
                            spec.get("engagement").get("webhooks").text();
                    if (connections.containsKey(name) && !taken.equals(Optional.of(name))) {
                        problems.accept(at.problem(
                                "expected the connection of engagement.webhooks in project.yaml%s, found '%s'"
                                        .formatted(listed(taken.stream().toList()), name)));
                    }
                }));
    }

    /** Demands that a value names a connection of a type. */
    void connection(At at, String type, Consumer<Problem> problems) {
        at.text().ifPresent(name -> {
            Optional<String> found = connections.get(name);
            if (found == null) {
                List<String> known = ofType(type);
                problems.accept(at.problem("expected the name of a %s connection%s, found '%s'%s"
                        .formatted(type, listed(known), name, Wording.hint(name, known))));
            } else if (found.isPresent() && !found.get().equals(type)) {
                problems.accept(at.problem("expected the name of a %s connection%s, found '%s' of type %s"
                        .formatted(type, listed(ofType(type)), name, found.get())));
            }
        });
    }

    /** Demands that a word, which stands at a place, is an identifier type. */
    void identifierType(String word, Problem at, Consumer<Problem> problems) {
        identifierTypes.filter(known -> !known.contains(word)).ifPresent(known -> {
            String message = "expected an identifier type of identity.yaml%s, found '%s'%s"
                    .formatted(listed(known.stream().toList()), word, Wording.hint(word, known));
            problems.accept(new Problem(at.file(), at.line(), at.column(), message));
        });
    }

    private List<String> ofType(String type) {
        List<String> names = new ArrayList<>();
        connections.forEach((name, known) -> {
            if (known.filter(type::equals).isPresent()) {
                names.add(name);
            }
        });
        return names.stream().sorted().toList();
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? " (there is none)" : " (" + String.join(", ", names) + ")";
    }
}
