package io.penstock.transform.script.worker;

import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.Place;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The author's own files: the script and what it imports with {@code ./} or {@code ../}. For an engine their names
 * begin with a slash, which no package's name does; people see them without it.
 */
final class ScriptFiles {
    private final String main;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Pattern frames;

    private ScriptFiles(String main, String text, Map<String, String> modules) {
        this.main = main;
        texts.putAll(modules);
        texts.put(main, text);
        String names = texts.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
        this.frames = Pattern.compile("(?<=[\\s(])/(" + names + "):(\\d{1,6}):(\\d{1,6})");
    }

    static ScriptFiles of(Message.Load load) {
        return new ScriptFiles(load.file(), load.text(), load.modules());
    }

    static ScriptFiles of(String main, String text) {
        return new ScriptFiles(main, text, Map.of());
    }

    /** The engine's name of the script itself. */
    String mainName() {
        return "/" + main;
    }

    String mainText() {
        return texts.get(main);
    }

    Collection<String> texts() {
        return Collections.unmodifiableCollection(texts.values());
    }

    /** Text of the file that the engine knows by this name. */
    Optional<String> text(String name) {
        return isOwn(name) ? Optional.ofNullable(texts.get(name.substring(1))) : Optional.empty();
    }

    /**
     * The file that the engine knows by this name, as people see it; empty for anything that is no file of the author.
     */
    String shown(String name) {
        return text(name).isPresent() ? name.substring(1) : "";
    }

    /** Whether an engine's name is that of an author's file, be it there or not. */
    static boolean isOwn(String name) {
        return name.startsWith("/");
    }

    /** Whether an import means an author's file and not a package. */
    static boolean isRelative(String specifier) {
        return specifier.startsWith("./") || specifier.startsWith("../");
    }

    /** The engine's name of what a file imports; steps above the script's folder stay there, where no file is. */
    static String resolve(String from, String specifier) {
        Deque<String> steps = new ArrayDeque<>(List.of(from.substring(1).split("/")));
        steps.removeLast();
        for (String step : specifier.split("/")) {
            if (step.equals("..") && !steps.isEmpty() && !steps.getLast().equals("..")) steps.removeLast();
            else if (!step.equals(".")) steps.addLast(step);
        }
        return "/" + String.join("/", steps);
    }

    /** First place of an author's file in a stack. */
    Place place(String stack) {
        Matcher found = frames.matcher(stack);
        while (found.find()) {
            Place place =
                    place("/" + found.group(1), Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3)));
            if (place.isKnown()) return place;
        }
        return Place.UNKNOWN;
    }

    /** Where a file of the author names what it imports. */
    Place placeOfImport(String from, String specifier) {
        String text = text(from).orElse("");
        int at = Math.max(text.indexOf("'" + specifier + "'"), text.indexOf('"' + specifier + '"'));
        if (at < 0) return Place.UNKNOWN;
        String before = text.substring(0, at);
        return place(from, 1 + (int) before.chars().filter(c -> c == '\n').count(), at - before.lastIndexOf('\n'));
    }

    /** This place if it lies inside of an author's file. */
    Place place(String name, int line, int column) {
        Optional<String> text = text(name);
        boolean isInside =
                text.isPresent() && line >= 1 && line <= text.get().lines().count();
        return isInside ? new Place(shown(name), line, Math.max(column, 1)) : Place.UNKNOWN;
    }
}
