// The function that is measured: renames, coerces, checks an address, flattens, sums a vector up, sorts people into segments.
// The same text runs in the script worker and under Node.
const MAIL = /^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$/;

export function transform(row) {
  const email = String(row.email ?? '').trim().toLowerCase();
  const vector = row.features ?? [];
  const sorted = vector.slice().sort((a, b) => a - b);
  let sum = 0, squares = 0;
  for (const value of vector) {
    sum += value;
    squares += value * value;
  }
  const mean = vector.length === 0 ? 0 : sum / vector.length;
  const score = Number(row.upgrade_likelihood_score);
  const segment = score >= 0.8 ? 'hot' : score >= 0.5 ? 'warm' : 'cold';
  return {
    score,
    segment,
    email: MAIL.test(email) ? email : null,
    tier: row.account_tier === 'p' ? 'premium' : 'standard',
    active: row.active === 'true' || row.active === true,
    seats: Number.parseInt(row.seats, 10),
    since: Math.floor(Date.parse(row.scored_at) / 1000),
    city: row.address?.city ?? null,
    country: row.address?.country ?? null,
    low: row.confidence?.low ?? null,
    high: row.confidence?.high ?? null,
    plan: row.plan,
    model: `${row.model}@${row.model_version}`,
    mean,
    deviation: vector.length === 0 ? 0 : Math.sqrt(Math.max(0, squares / vector.length - mean * mean)),
    median: sorted[sorted.length >> 1] ?? null,
    top: sorted[sorted.length - 1] ?? null,
  };
}
