// Vectors are {type, size, indices, values}; denseOf and at are the worker's helpers for them.
export function transform(row) {
  const features = denseOf(row.features);
  const top = Object.entries(row.feature_summary?.contributions ?? {})
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0];
  return {
    score: row.upgrade_likelihood_score,
    tier: row.account_tier,
    tenure: row.feature_summary?.tenure_months,
    charges: row.feature_summary?.monthly_charges,
    topFeature: top?.[0] ?? null,
    featureCount: features.length,
    featureNonzero: features.filter((x) => x !== 0).length,
    featureMean: features.reduce((a, b) => a + b, 0) / features.length,
    annual: at(row.probability, 1),
    low: row.confidence_interval?.low ?? null,
    high: row.confidence_interval?.high ?? null,
    model: row.model_version,
    scoredAt: row.scored_at,
  };
}
