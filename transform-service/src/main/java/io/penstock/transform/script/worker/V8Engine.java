package io.penstock.transform.script.worker;

import com.caoccao.javet.enums.JSRuntimeType;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.loader.IJavetLibLoadingListener;
import com.caoccao.javet.interop.loader.JavetLibLoader;
import com.caoccao.javet.interop.options.V8RuntimeOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** V8, through Javet. */
final class V8Engine implements ScriptEngine {
    /** Uses collation, currency, zones, normalisation and property classes, so that missing ICU data shows at start. */
    private static final String SELF_TEST = """
            [new Intl.NumberFormat('de-DE', {style: 'currency', currency: 'EUR'}).format(1234.5).replace('\\u00a0', ' '),
             new Intl.DateTimeFormat('en-GB', {timeZone: 'Asia/Tokyo', dateStyle: 'short', timeStyle: 'short'}).format(0),
             '\\u017d'.normalize('NFD').length, '\\ufb01'.normalize('NFKC'), /^\\p{L}+$/u.test('\\u0416'),
             ['z', '\\u00e4', 'a'].sort(new Intl.Collator('de').compare).join(''),
             new Intl.DateTimeFormat().resolvedOptions().timeZone].join('|')""";

    private static final String SELF_TEST_ANSWER = "1.234,50 €|01/01/1970, 09:00|2|fi|true|aäz|UTC";

    /**
     * V8 14.7 loses the stop check of a loop that only calls built-ins when it unrolls it: {@code while (true)
     * a.push(new Array(1000).fill(1))} then ignores termination and grows for ever. Without unrolling it stops within
     * milliseconds.
     */
    private static final String STOPPABLE_LOOPS = "--no-turboshaft-loop-unrolling";

    private static final String LINEAR_REGEXP = " --enable-experimental-regexp-engine-on-excessive-backtracks";

    private final V8Host host;
    private final Progress progress;
    private final IsolateTexts texts;
    private final ScriptPackages packages;
    private final V8CodeCache codeCache;

    private V8Engine(V8Host host, Progress progress, WorkerSettings settings) throws IOException {
        this.host = host;
        this.progress = progress;
        this.texts = IsolateTexts.read();
        this.packages = ScriptPackages.open();
        this.codeCache = new V8CodeCache(this, settings);
    }

    /**
     * Loads V8 and proves that it, its ICU data and the shared progress work; an exception means that this worker is of
     * no use.
     */
    static V8Engine start(WorkerSettings settings, Progress progress) throws IOException, EngineFailure {
        Path icuData = settings.icuData().orElseThrow(() -> new IOException("no ICU data file"));
        if (!Files.isReadable(icuData)) throw new IOException("no ICU data file"); // V8 would crash the process.
        JavetLibLoader.setLibLoadingListener(new FixedLibrary(settings.library()));
        V8RuntimeOptions.V8_FLAGS.setMaxOldSpaceSize(settings.heapMegabytes()).setIcuDataFile(icuData.toString());
        V8RuntimeOptions.V8_FLAGS.setCustomFlags(
                settings.isLinearRegexp() ? STOPPABLE_LOOPS + LINEAR_REGEXP : STOPPABLE_LOOPS);
        try {
            var engine = new V8Engine(V8Host.getV8I18nInstance(), progress, settings);
            engine.test();
            return engine;
        } catch (JavetException e) {
            throw new EngineFailure(e);
        }
    }

    @Override
    public String version() throws EngineFailure {
        try (V8Runtime runtime = host.createV8Runtime()) {
            return runtime.getVersion();
        } catch (JavetException e) {
            throw new EngineFailure(e);
        }
    }

    @Override
    public ScriptIsolate open() throws EngineFailure {
        try {
            return V8Isolate.open(this);
        } catch (JavetException e) {
            throw new EngineFailure(e);
        }
    }

    /** A new, empty isolate. The caller closes it. */
    V8Runtime newIsolate() throws JavetException {
        return host.createV8Runtime(new V8RuntimeOptions());
    }

    Progress progress() {
        return progress;
    }

    IsolateTexts texts() {
        return texts;
    }

    ScriptPackages packages() {
        return packages;
    }

    V8CodeCache codeCache() {
        return codeCache;
    }

    private void test() throws IOException, JavetException {
        try (V8Runtime runtime = newIsolate()) {
            String answer = runtime.getExecutor(SELF_TEST).executeString();
            if (!SELF_TEST_ANSWER.equals(answer)) throw new IOException("Intl self-test failed");
            try (var shared = runtime.createV8ValueArrayBuffer(progress.buffer())) {
                runtime.getGlobalObject().set("shared", shared);
                runtime.getExecutor("new Int32Array(shared)[0] = 7").executeVoid();
            }
            // A V8 with its memory sandbox copies the buffer instead of sharing it; time limits per row would be blind.
            if (progress.row() != 7) throw new IOException("V8 does not share memory");
            progress.reset();
        }
    }

    /** Keeps Javet from unpacking 45 MB into the temporary directory at every start. */
    private record FixedLibrary(Path library) implements IJavetLibLoadingListener {
        @Override
        public File getLibPath(JSRuntimeType type) {
            return library.getParent().toFile();
        }

        @Override
        public boolean isDeploy(JSRuntimeType type) {
            return false;
        }
    }
}
