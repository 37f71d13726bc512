/**
 * The demo as a story: what is written into the lakehouse, what is waited for, what is shown. It looks at the services
 * only through their public doors: topics, HTTP, SQL.
 */
package io.penstock.local.story;
