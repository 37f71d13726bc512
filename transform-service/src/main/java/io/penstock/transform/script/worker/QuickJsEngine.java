package io.penstock.transform.script.worker;

import io.penstock.transform.script.protocol.Message;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/**
 * QuickJS: an interpreter without machine code of its own making. Its library is the one in the jar of quickjs-kt, used
 * by its C interface: the Kotlin half of that jar makes Java objects of whatever a script throws, by class names that
 * the script may choose.
 */
final class QuickJsEngine implements ScriptEngine {
    private static final String SELF_TEST = """
            import { add } from './add.js';
            export async function transform(row) { await null; return {n: add(row.n), s: row.s}; }""";

    private static final Map<String, String> SELF_TEST_MODULES = Map.of("add.js", "export const add = (n) => n + 1;");

    private final QuickJsLibrary library;
    private final Progress progress;
    private final int heapMegabytes;
    private final IsolateTexts texts;
    private final String lockDown;
    private final ScriptPackages packages;

    private QuickJsEngine(WorkerSettings settings, Progress progress) throws IOException {
        this.library = QuickJsLibrary.load(settings.library());
        this.progress = progress;
        this.heapMegabytes = settings.heapMegabytes();
        this.texts = IsolateTexts.read();
        this.lockDown = IsolateTexts.text("quickjs.js");
        this.packages = ScriptPackages.open();
    }

    /** Loads QuickJS and proves that its C interface is as expected and that it shares the progress. */
    static QuickJsEngine start(WorkerSettings settings, Progress progress) throws IOException, EngineFailure {
        var engine = new QuickJsEngine(settings, progress);
        engine.test();
        return engine;
    }

    @Override
    public String version() {
        return QuickJsLibrary.text((MemorySegment) library.call("quickjs_version"));
    }

    @Override
    public ScriptIsolate open() {
        return new QuickJsIsolate(this, heapMegabytes);
    }

    /**
     * Text of the script itself. The page's form does not export its function, so an export is tried on; it fits only
     * when there is such a function.
     */
    String exported(ScriptFiles files) {
        String text = files.mainText() + "\nexport { send };\n";
        try (var trial = new QuickJsContext(library, new Nothing(), heapMegabytes * (1L << 20))) {
            return trial.compiles(files.mainName(), text) ? text : files.mainText();
        }
    }

    QuickJsLibrary library() {
        return library;
    }

    Progress progress() {
        return progress;
    }

    IsolateTexts texts() {
        return texts;
    }

    String lockDown() {
        return lockDown;
    }

    ScriptPackages packages() {
        return packages;
    }

    private void test() throws IOException, EngineFailure {
        var source = new Message.Load("", "", "", "test.js", SELF_TEST, SELF_TEST_MODULES, List.of(), 0, 0);
        try (ScriptIsolate isolate = open()) {
            isolate.load(ScriptFiles.of(source), source);
            isolate.begin(List.of("[{\"n\":1,\"s\":\"\u00e9\ud83d\ude00\"},\r{\"n\":2}]", "[\"\",\"\",\"\",\"\"]"));
            if (!isolate.take().equals("o{\"n\":2,\"s\":\"\u00e9\ud83d\ude00\"}\no{\"n\":3}")) {
                throw new IOException("QuickJS self-test failed");
            }
            if (progress.row() != 1) throw new IOException("QuickJS does not share memory");
            progress.reset();
        } catch (Refusal e) {
            throw new IOException("QuickJS self-test failed: " + e.getMessage(), e);
        }
    }

    /** Nothing is looked at when a text is only compiled. */
    private static final class Nothing implements QuickJsContext.Modules {
        @Override
        public String name(String from, String specifier) {
            return specifier;
        }

        @Override
        public String text(String name) {
            return "";
        }
    }
}
