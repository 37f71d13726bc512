package io.penstock.transform.script;

import io.penstock.transform.script.protocol.EngineName;
import java.util.function.Predicate;

/** Which engine scripts shall run in. */
public enum ScriptEngineChoice {
    /** V8 where its native library for this platform is on the class path, else QuickJS. */
    AUTO,
    /** V8 or nothing. */
    V8,
    /** QuickJS, also where V8 could run: no machine code is made of scripts then. */
    QUICKJS;

    /** The engine to use on this platform. */
    EngineName engine() {
        return engine(name -> NativeLibrary.here(name).isThere());
    }

    EngineName engine(Predicate<EngineName> isThere) {
        return switch (this) {
            case AUTO -> isThere.test(EngineName.V8) ? EngineName.V8 : EngineName.QUICKJS;
            case V8 -> EngineName.V8;
            case QUICKJS -> EngineName.QUICKJS;
        };
    }
}
