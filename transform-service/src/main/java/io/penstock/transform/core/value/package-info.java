/**
 * Values of a record and the small language that names them ({@code feature_summary.tenure}, {@code vector[0]},
 * {@code features | mean}). Nothing about pipelines, calls or how values are written on a topic may come here.
 */
package io.penstock.transform.core.value;
