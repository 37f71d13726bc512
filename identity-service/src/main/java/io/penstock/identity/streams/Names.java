package io.penstock.identity.streams;

/**
 * Names of operators and stores. They are part of the state: changelog topics carry them, so a changed name is lost
 * state.
 */
final class Names {
    static final String RECORDS_SOURCE = "records-source";
    static final String LOG_WRITER = "log-writer";
    static final String SETTLED_SOURCE = "identity-settled-source";
    static final String BYPASS_SINK = "identity-bypass-sink";
    static final String LOG_SINK = "identity-log-sink";

    static final String LOG_SOURCE = "identity-log-source";
    static final String RESOLVER = "resolver";
    static final String CHANGES_SINK = "identity-changes-sink";
    static final String SETTLED_SINK = "identity-settled-sink";
    static final String DECISIONS_SINK = "decisions-sink";
    static final String UNIDENTIFIED_SINK = "unidentified-sink";

    static final String CHANGES_SOURCE = "identity-changes-source";
    static final String HANDOVER_SOURCE = "identity-handover-source";
    static final String OWNER = "profile-owner";
    static final String PROFILES_SINK = "profiles-sink";
    static final String RESOLVED_SINK = "resolved-sink";
    static final String HANDOVER_SINK = "identity-handover-sink";
    static final String RETURN_SINK = "identity-return-sink";

    static final String IDS = "identity-ids";
    static final String PROFILES = "identity-profiles";
    static final String ALIASES = "identity-aliases";
    static final String MARKS = "identity-marks";
    static final String CAUSES = "identity-causes";
    static final String META = "identity-meta";
    static final String OWNED = "owned-profiles";
    static final String REDIRECTS = "redirect-ends";

    private Names() {}
}
