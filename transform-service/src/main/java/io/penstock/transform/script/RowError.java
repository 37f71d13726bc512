package io.penstock.transform.script;

import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.ScriptErrorCode;

/**
 * Why a row has no value. Fit for logs and dead letters: no part of it quotes the row. Of a script's own message only
 * words that stand in the script or belong to the engine are left, the others are {@code …}.
 *
 * @param name JavaScript's name of the error ({@code TypeError}); empty when the script did not throw
 * @param place where in the author's files, as far as it is known
 */
public record RowError(ScriptErrorCode code, String name, String message, Place place) {
    /** Of a fault that has no words of its own. */
    public static RowError of(ScriptErrorCode code) {
        return new RowError(code, "", text(code), Place.UNKNOWN);
    }

    /** {@code TypeError: row.name is not a function (lib/score.js:3:14)}. */
    @Override
    public String toString() {
        String what = name.isEmpty() ? message : message.isEmpty() ? name : name + ": " + message;
        return place.isKnown() ? what + " (" + place + ")" : what;
    }

    private static String text(ScriptErrorCode code) {
        return switch (code) {
            case SCRIPT_THREW -> "the script threw";
            case BAD_RETURN -> "expected an object from transform, an array of objects with a type from send, or null";
            case OUTPUT_TOO_LARGE -> "the value is larger than 1 Mi characters";
            case INPUT_TOO_LARGE -> "the row is larger than 8 MiB";
            case OUTPUT_NOT_READABLE -> "the value is nested too deep, or a name or a number in it is too long";
            case NEVER_SETTLED -> "the promise never settles: there is nothing it could wait for";
            case TIMEOUT -> "the row ran longer than its limit";
            case MEMORY -> "the row needed more memory than the script may use";
            case SCRIPT_KILLED_WORKER -> "the row ended the worker process";
            case SCRIPT_PAUSED -> "the script is paused because it cost too many workers or ran too long too often";
            case SCRIPT_REJECTED -> "the script cannot be loaded any more";
            case PACKAGE_NOT_FOUND -> "the script imports a package that is not on offer";
            case BATCH_LIMIT -> "the batch ran longer than its limit";
        };
    }
}
