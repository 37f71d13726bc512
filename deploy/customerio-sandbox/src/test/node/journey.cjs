// What a user of the vendor's own library does. Prints one JSON object of observations; ClientLibraryTest reads it.
const { TrackClient, APIClient, PipelinesClient } = require('customerio-node');

const [base, siteId, apiKey, appKey, writeKey] = process.argv.slice(2);
const track = new TrackClient(siteId, apiKey, { url: `${base}/api/v1` });
const app = new APIClient(appKey, { url: `${base}/v1` });
const seen = {};

const refused = async (call) => {
  try {
    await call;
    return { status: 200 };
  } catch (error) {
    return { status: error.statusCode, message: error.message };
  }
};
const attributes = async (id) => (await app.getAttributes(id)).customer.attributes;

(async () => {
  await track.identify('usr/1 ü', { email: 'ada@example.com', plan: 'pro', score: 0.82, created_at: 1773532800 });
  seen.attributes = await attributes('usr/1 ü');
  seen.byEmail = (await app.getCustomersByEmail('ada@example.com')).results;

  await track.track('usr/1 ü', { name: 'bought', id: '01HZY3N1A00000000000000EV1', data: { sku: 7 } });
  await track.track('usr/1 ü', { name: 'bought', id: '01HZY3N1A00000000000000EV1', data: { sku: 7 } });
  await track.trackAnonymous('visitor', { name: 'seen' });
  await track.trackPageView('usr/1 ü', 'https://example.com/pricing');
  await track.addDevice('usr/1 ü', 'tok', 'ios', { last_used: 1773532800, app_version: '5.1' });
  await track.deleteDevice('usr/1 ü', 'other');
  await track.trackPush({ delivery_id: 'd', device_id: 'tok', event: 'opened', timestamp: 1773532800 });

  await track.identify('old', { tier: 'gold', plan: 'free' });
  await track.mergeCustomers('id', 'usr/1 ü', 'id', 'old');
  seen.merged = await attributes('usr/1 ü');
  seen.absorbed = await refused(app.getAttributes('old'));

  await track.identify('bo', {});
  await track.suppress('bo');
  await track.identify('bo', { back: true });
  seen.suppressed = await refused(app.getAttributes('bo'));
  await track.unsuppress('bo');
  await track.identify('bo', { back: true });
  seen.freed = await attributes('bo');
  await track.destroy('bo');
  seen.destroyed = await refused(app.getAttributes('bo'));

  await track.batch([{ type: 'person', action: 'identify', identifiers: { id: 'cy' }, attributes: { v: '1' } }]);
  seen.batched = await attributes('cy');

  const pipelines = new PipelinesClient(writeKey, { url: `${base}/v1`, strictMode: true });
  await pipelines.identify({ userId: 'dee', traits: { plan: 'pro' } });
  await pipelines.track({ userId: 'dee', event: 'bought' });
  await pipelines.group({ userId: 'dee', groupId: 'acme', traits: { name: 'Acme' } });
  await pipelines.batch([{ type: 'page', userId: 'dee', name: 'Pricing' }]);
  seen.pipelines = await attributes('dee');

  const long = 'x'.repeat(1001);
  seen.tooLong = await refused(track.identify('cy', { bio: long }));
  seen.wrongKey = await refused(new TrackClient(siteId, 'wrong', { url: `${base}/api/v1` }).identify('cy', {}));
  seen.wrongWriteKey = await refused(
    new PipelinesClient('wrong', { url: `${base}/v1`, strictMode: true }).identify({ userId: 'cy' }));
  seen.limited = await refused(track.track('limited', { name: 'e', id: 'one' }));
  console.log(JSON.stringify(seen));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
