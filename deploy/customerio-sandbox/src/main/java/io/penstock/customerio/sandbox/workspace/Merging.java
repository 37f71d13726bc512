package io.penstock.customerio.sandbox.workspace;

import io.penstock.customerio.sandbox.json.Json;

/**
 * Two people become one (6.3): the primary survives and fills its blanks, the secondary is gone and its ids are free
 * again.
 */
final class Merging {

    private final WorkspaceSettings settings;
    private final People people;
    private final ObjectGraph objects;
    private final Events events;
    private final Segments segments;
    private final ActivityLog activities;

    Merging(
            WorkspaceSettings settings,
            People people,
            ObjectGraph objects,
            Events events,
            Segments segments,
            ActivityLog activities) {
        this.settings = settings;
        this.people = people;
        this.objects = objects;
        this.events = events;
        this.segments = segments;
        this.activities = activities;
    }

    void merge(Profile primary, Profile secondary, long at) {
        people.remove(secondary);
        primary.absorb(secondary, at - settings.mergeWindow().toSeconds());
        people.reindex(primary);
        objects.merge(primary, secondary);
        events.merge(primary, secondary);
        segments.merge(primary, secondary);
        activities.add("profile_merge", at, primary, Json.object().put("secondary_cio_id", secondary.cioId()));
    }
}
