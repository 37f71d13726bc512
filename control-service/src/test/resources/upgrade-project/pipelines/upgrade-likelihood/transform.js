// pure: sees contract names only, so the rename never reaches it
export function transform(row) {
  const top = Object.entries(row.feature_summary?.contributions ?? {}).sort((a, b) => b[1] - a[1])[0];
  return { score: row.upgrade_likelihood_score, tier: row.account_tier, topFeature: top?.[0] ?? null,
           low: row.confidence_interval?.low ?? null, high: row.confidence_interval?.high ?? null };
}
