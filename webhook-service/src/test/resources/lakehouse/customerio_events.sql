CREATE SCHEMA IF NOT EXISTS `penstock`.`engagement`;

CREATE TABLE IF NOT EXISTS `penstock`.`engagement`.`customerio_events` (
  `event_id` STRING COMMENT 'Id the sender gave the event; one row per id',
  `event_date` DATE COMMENT 'Day of the row in UTC; partition',
  `metric` STRING COMMENT 'What happened: sent, opened, clicked and so on; unknown ones are kept',
  `object_type` STRING COMMENT 'Channel: email, push, sms and so on',
  `occurred_at` TIMESTAMP COMMENT 'When it happened, by the sender',
  `received_at` TIMESTAMP COMMENT 'When the first copy came',
  `person_id` STRING COMMENT 'Id of the person at the destination',
  `email` STRING COMMENT 'Address of the person, personal data',
  `cio_id` STRING COMMENT 'Customer.io id of the person',
  `delivery_id` STRING COMMENT 'Customer.io id of the message',
  `campaign_id` BIGINT COMMENT 'Campaign the message belongs to',
  `trigger_event_id` STRING COMMENT 'Delivery id of the call of ours that triggered the message; joins deliveries.delivery_id',
  `href` STRING COMMENT 'Link that was clicked',
  `human` BOOLEAN COMMENT 'False if the sender says a machine did it, null if it says nothing',
  `payload` STRING COMMENT 'The whole body as it came',
  `workspace` STRING COMMENT 'Workspace of the project',
  `action_id` BIGINT COMMENT 'Action of the campaign or broadcast',
  `broadcast_id` BIGINT COMMENT 'Broadcast the message belongs to',
  `newsletter_id` BIGINT COMMENT 'Newsletter the message belongs to',
  `content_id` BIGINT COMMENT 'Variant of the newsletter',
  `transactional_message_id` BIGINT COMMENT 'Transactional message',
  `link_id` BIGINT COMMENT 'Link that was clicked',
  `journey_id` STRING COMMENT 'Journey of the person through the campaign',
  `parent_action_id` STRING COMMENT 'Action around the action',
  `trigger_id` STRING COMMENT 'Trigger of an API-triggered broadcast',
  `recipient` STRING COMMENT 'Where the message went, personal data',
  `subject` STRING COMMENT 'Subject line',
  `failure_message` STRING COMMENT 'Why it failed, by the sender',
  `tracked_response` STRING COMMENT 'Answer to an in-app message',
  `inbound_event_id` STRING COMMENT 'Id of a reply',
  `machine` BOOLEAN COMMENT 'True if a machine clicked',
  `prefetched` BOOLEAN COMMENT 'True if the message was fetched ahead',
  `proxied` BOOLEAN COMMENT 'True if it was opened through a proxy',
  `synthetic` BOOLEAN COMMENT 'True if the sender made the open up'
) USING DELTA PARTITIONED BY (`event_date`)
TBLPROPERTIES ('delta.autoOptimize.optimizeWrite' = 'true', 'delta.autoOptimize.autoCompact' = 'true');

MERGE INTO `penstock`.`engagement`.`customerio_events` AS t
USING (SELECT inline(from_json(?, 'ARRAY<STRUCT<`event_id`: STRING, `event_date`: DATE, `metric`: STRING, `object_type`: STRING, `occurred_at`: TIMESTAMP, `received_at`: TIMESTAMP, `person_id`: STRING, `email`: STRING, `cio_id`: STRING, `delivery_id`: STRING, `campaign_id`: BIGINT, `trigger_event_id`: STRING, `href`: STRING, `human`: BOOLEAN, `payload`: STRING, `workspace`: STRING, `action_id`: BIGINT, `broadcast_id`: BIGINT, `newsletter_id`: BIGINT, `content_id`: BIGINT, `transactional_message_id`: BIGINT, `link_id`: BIGINT, `journey_id`: STRING, `parent_action_id`: STRING, `trigger_id`: STRING, `recipient`: STRING, `subject`: STRING, `failure_message`: STRING, `tracked_response`: STRING, `inbound_event_id`: STRING, `machine`: BOOLEAN, `prefetched`: BOOLEAN, `proxied`: BOOLEAN, `synthetic`: BOOLEAN>>', map('mode', 'FAILFAST')))) AS s
ON t.`event_id` = s.`event_id` AND t.`event_date` = s.`event_date` AND t.`event_date` >= CAST(? AS DATE)
WHEN NOT MATCHED THEN INSERT (`event_id`, `event_date`, `metric`, `object_type`, `occurred_at`, `received_at`, `person_id`, `email`, `cio_id`, `delivery_id`, `campaign_id`, `trigger_event_id`, `href`, `human`, `payload`, `workspace`, `action_id`, `broadcast_id`, `newsletter_id`, `content_id`, `transactional_message_id`, `link_id`, `journey_id`, `parent_action_id`, `trigger_id`, `recipient`, `subject`, `failure_message`, `tracked_response`, `inbound_event_id`, `machine`, `prefetched`, `proxied`, `synthetic`) VALUES (s.`event_id`, s.`event_date`, s.`metric`, s.`object_type`, s.`occurred_at`, s.`received_at`, s.`person_id`, s.`email`, s.`cio_id`, s.`delivery_id`, s.`campaign_id`, s.`trigger_event_id`, s.`href`, s.`human`, s.`payload`, s.`workspace`, s.`action_id`, s.`broadcast_id`, s.`newsletter_id`, s.`content_id`, s.`transactional_message_id`, s.`link_id`, s.`journey_id`, s.`parent_action_id`, s.`trigger_id`, s.`recipient`, s.`subject`, s.`failure_message`, s.`tracked_response`, s.`inbound_event_id`, s.`machine`, s.`prefetched`, s.`proxied`, s.`synthetic`);
