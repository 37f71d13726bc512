package io.penstock.transform.script.protocol;

/** The engines a worker can run scripts in. */
public enum EngineName {
    /** Fast, with {@code Intl}; its natives exist for few platforms. */
    V8("V8"),
    /** Several times slower, without a just-in-time compiler and without {@code Intl}; for nearly every platform. */
    QUICKJS("QuickJS");

    private final String shown;

    EngineName(String shown) {
        this.shown = shown;
    }

    /** As its makers write it. */
    public String shown() {
        return shown;
    }
}
