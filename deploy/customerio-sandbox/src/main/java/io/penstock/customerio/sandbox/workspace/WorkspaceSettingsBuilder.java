package io.penstock.customerio.sandbox.workspace;

import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.Identifiers;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.ReusedEmail;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.Staleness;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.Unknown;
import java.time.Duration;
import java.util.Set;

/** Collects {@link WorkspaceSettings}; each method is named after the setting. Not for many threads. */
public final class WorkspaceSettingsBuilder {
    private Identifiers identifiers = Identifiers.EMAIL_OR_ID;
    private boolean phoneIdentifier;
    private boolean allowEmailUpdateById;
    private boolean autoMerge = true;
    private boolean anonymousMerge = true;
    private ReusedEmail reusedEmail = ReusedEmail.UPDATE_OWNER;
    private boolean applyRestOnConflict = true;
    private Unknown unknownPerson = Unknown.CREATE;
    private Unknown unknownObject = Unknown.CREATE;
    private Staleness staleness = Staleness.PER_ATTRIBUTE;
    private boolean emptyStringRemoves = true;
    private Duration dedupWindow = Duration.ofDays(30);
    private Duration campaignWindow = Duration.ofHours(72);
    private Set<String> objectTypes = Set.of("1");
    private Set<String> segments = Set.of("1");
    private boolean convertTimestamp = true;

    WorkspaceSettingsBuilder() {}

    public WorkspaceSettingsBuilder identifiers(Identifiers value) {
        identifiers = value;
        return this;
    }

    public WorkspaceSettingsBuilder phoneIdentifier(boolean value) {
        phoneIdentifier = value;
        return this;
    }

    public WorkspaceSettingsBuilder allowEmailUpdateById(boolean value) {
        allowEmailUpdateById = value;
        return this;
    }

    public WorkspaceSettingsBuilder autoMerge(boolean value) {
        autoMerge = value;
        return this;
    }

    public WorkspaceSettingsBuilder anonymousMerge(boolean value) {
        anonymousMerge = value;
        return this;
    }

    public WorkspaceSettingsBuilder reusedEmail(ReusedEmail value) {
        reusedEmail = value;
        return this;
    }

    public WorkspaceSettingsBuilder applyRestOnConflict(boolean value) {
        applyRestOnConflict = value;
        return this;
    }

    public WorkspaceSettingsBuilder unknownPerson(Unknown value) {
        unknownPerson = value;
        return this;
    }

    public WorkspaceSettingsBuilder unknownObject(Unknown value) {
        unknownObject = value;
        return this;
    }

    public WorkspaceSettingsBuilder staleness(Staleness value) {
        staleness = value;
        return this;
    }

    public WorkspaceSettingsBuilder emptyStringRemoves(boolean value) {
        emptyStringRemoves = value;
        return this;
    }

    public WorkspaceSettingsBuilder dedupWindow(Duration value) {
        dedupWindow = value;
        return this;
    }

    public WorkspaceSettingsBuilder campaignWindow(Duration value) {
        campaignWindow = value;
        return this;
    }

    public WorkspaceSettingsBuilder objectTypes(Set<String> value) {
        objectTypes = value;
        return this;
    }

    public WorkspaceSettingsBuilder segments(Set<String> value) {
        segments = value;
        return this;
    }

    public WorkspaceSettingsBuilder convertTimestamp(boolean value) {
        convertTimestamp = value;
        return this;
    }

    public WorkspaceSettings build() {
        return new WorkspaceSettings(
                identifiers,
                phoneIdentifier,
                allowEmailUpdateById,
                autoMerge,
                anonymousMerge,
                reusedEmail,
                applyRestOnConflict,
                unknownPerson,
                unknownObject,
                staleness,
                emptyStringRemoves,
                dedupWindow,
                campaignWindow,
                Duration.ofDays(30),
                Duration.ofDays(30),
                objectTypes,
                segments,
                convertTimestamp);
    }
}
