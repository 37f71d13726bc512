package io.penstock.pipelines;

/** How a command answers: words for a person, or JSON for a program. */
enum Format {
    TEXT,
    JSON
}
