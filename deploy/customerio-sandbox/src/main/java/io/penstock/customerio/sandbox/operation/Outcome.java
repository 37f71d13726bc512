package io.penstock.customerio.sandbox.operation;

/**
 * The verdict on an applied operation and the reason in words; the reason is empty when there is nothing to explain.
 */
public record Outcome(Verdict verdict, String reason) {

    public static Outcome applied() {
        return new Outcome(Verdict.APPLIED, "");
    }

    public static Outcome applied(String remark) {
        return new Outcome(Verdict.APPLIED, remark);
    }

    public static Outcome dropped(String reason) {
        return new Outcome(Verdict.DROPPED, reason);
    }

    public static Outcome failed(String reason) {
        return new Outcome(Verdict.FAILED_IDENTIFIER, reason);
    }
}
