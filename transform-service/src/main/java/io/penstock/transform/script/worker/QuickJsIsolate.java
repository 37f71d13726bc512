package io.penstock.transform.script.worker;

import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.ScriptForm;
import io.penstock.transform.script.worker.QuickJsLibrary.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A runtime of QuickJS with one script in it. Its memory limit is a hard one and covers array buffers. */
final class QuickJsIsolate implements ScriptIsolate, QuickJsContext.Modules {
    /** Parts of the language that packages need and QuickJS has not. */
    private static final Set<String> LACKING = Set.of("Intl");

    /** For what our own scripts keep of a batch, beside the script's own memory. */
    private static final int OWN_MEGABYTES = 16;

    private static final String SEALED = "sealed:";
    private static final Pattern LACKS_EXPORT =
            Pattern.compile("Could not find export '(.*)' in module '(.*)'", Pattern.DOTALL);
    private static final Pattern FIELDS = Pattern.compile("\u001f");

    private final QuickJsEngine engine;
    private final QuickJsContext context;
    private final Map<String, Place> importedAt = new HashMap<>();
    private ScriptFiles files = ScriptFiles.of("", "");
    private ScriptImports imports;
    private String mainText = "";
    private Value ends;
    private boolean isExhausted;

    QuickJsIsolate(QuickJsEngine engine, int heapMegabytes) {
        this.engine = engine;
        this.imports = imports(files);
        this.context = new QuickJsContext(engine.library(), this, (heapMegabytes + OWN_MEGABYTES) * (1L << 20));
    }

    private ScriptImports imports(ScriptFiles of) {
        return new ScriptImports(of, engine.packages(), "QuickJS", LACKING);
    }

    @Override
    public ScriptForm load(ScriptFiles from, Message.Load source) throws EngineFailure, Refusal {
        files = from;
        imports = imports(from);
        mainText = engine.exported(from);
        ends = ends(source);
        context.drop(context.invoke(ends, "load", context.text(from.mainName())));
        context.runJobs();
        String found = context.textOf(context.invoke(ends, "found"));
        imports.seal();
        return form(FIELDS.split(found, 4));
    }

    private Value ends(Message.Load source) throws EngineFailure {
        var texts = engine.texts();
        context.drop(context.run("prelude.js", texts.prelude()));
        Value make = context.run("quickjs.js", engine.lockDown());
        try {
            return context.call(
                    make,
                    context.run("console.js", texts.console()),
                    context.run("lock.js", texts.lock()),
                    context.run("harness.js", texts.harness()),
                    context.shared(engine.progress().buffer()),
                    context.text(String.join("\u001f", source.personal())),
                    QuickJsContext.number(MAX_PRINTED_LINES),
                    QuickJsContext.number(MAX_PRINTED_LENGTH),
                    context.text(source.pipeline()),
                    context.text(source.version()),
                    QuickJsContext.number(MAX_ROW_LENGTH),
                    QuickJsContext.number(MAX_BATCH_LENGTH));
        } finally {
            context.drop(make);
        }
    }

    private ScriptForm form(String[] found) throws Refusal {
        return switch (found[0]) {
            case "TRANSFORM", "SEND" -> ScriptForm.valueOf(found[0]);
            case "both" -> throw new Refusal("it has both transform and send; expected one of them");
            case "none" ->
                throw imports.refusal(
                        "expected 'export function transform(row, context)' or 'async function send(payload, headers)'",
                        Place.UNKNOWN);
            case "waits" -> throw imports.refusal("its top level waits for ever", Place.UNKNOWN);
            default -> throw thrown(found[1], found[2], found[3]);
        };
    }

    private Refusal thrown(String name, String message, String stack) {
        Matcher lacks = LACKS_EXPORT.matcher(message);
        if (lacks.matches()) {
            String module = lacks.group(2);
            String shown = ScriptFiles.isOwn(module) ? files.shown(module) : ScriptImports.packageOf(module);
            return imports.refusal(
                    Refusal.cut(name + ": '" + shown + "' has no export '" + lacks.group(1) + "'"),
                    importedAt.getOrDefault(module, Place.UNKNOWN));
        }
        isExhausted = name.equals("InternalError") && message.equals("out of memory");
        String what = message.isEmpty() ? name : name + ": " + message;
        return imports.refusal(
                Refusal.cut(name.equals("SyntaxError") ? what : "its top level threw " + what), files.place(stack));
    }

    @Override
    public String name(String from, String specifier) {
        if (imports.isSealed()) return SEALED;
        if (specifier.equals(files.mainName()) && !ScriptFiles.isOwn(from))
            return specifier; // Asked for by quickjs.js.
        String name = ScriptImports.resolve(from, specifier);
        importedAt.putIfAbsent(name, files.placeOfImport(from, specifier));
        return name;
    }

    @Override
    public String text(String name) {
        if (name.equals(SEALED)) return throwing("Nothing can be imported while rows run");
        if (name.equals(files.mainName())) return mainText;
        return imports.text(name)
                .orElseGet(() -> throwing(imports.missing(name, importedAt.getOrDefault(name, Place.UNKNOWN))));
    }

    /** Stands for what is not there: to import it, at the top or while running, throws. */
    private static String throwing(String message) {
        return "throw new Error('" + message.replaceAll("[^\\w@/.: -]", "_") + "');";
    }

    @Override
    public void begin(List<String> lines) throws EngineFailure {
        Value[] texts = new Value[lines.size()];
        for (int i = 0; i < texts.length; i++) texts[i] = context.text(lines.get(i));
        context.drop(context.invoke(ends, "begin", texts));
        settle();
    }

    @Override
    public void giveUp() throws EngineFailure {
        context.drop(context.invoke(ends, "giveUp"));
        settle();
    }

    private void settle() throws EngineFailure {
        context.runJobs();
        isExhausted = context.invoke(ends, "isExhausted").content() != 0;
    }

    @Override
    public int answered() throws EngineFailure {
        return (int) context.invoke(ends, "answered").content();
    }

    @Override
    public int left() throws EngineFailure {
        return (int) context.invoke(ends, "left").content();
    }

    @Override
    public boolean isFull() throws EngineFailure {
        return context.invoke(ends, "isFull").content() != 0;
    }

    @Override
    public String take() throws EngineFailure {
        return context.textOf(context.invoke(ends, "take"));
    }

    @Override
    public String takePrinted() throws EngineFailure {
        return context.textOf(context.invoke(ends, "takePrinted"));
    }

    @Override
    public void interrupt() {
        context.interrupt();
    }

    @Override
    public void resume() {
        context.resume();
    }

    @Override
    public boolean isOutOfMemory() {
        return isExhausted || context.isOutOfMemory();
    }

    @Override
    public void close() {
        if (ends != null) context.drop(ends);
        context.close();
    }
}
