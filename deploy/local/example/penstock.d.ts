// What a transform finds around it, for editors and `npx -p typescript tsc -p jsconfig.json`. The service does not read this file.

/** A row of the source table; numbers that a double cannot hold come as texts. */
type PenstockRow = Record<string, any>;

/** About the row: the same at every replay. */
interface PenstockContext {
  readonly pipeline: string;
  readonly version: string;
  /** When the row's values held, ISO 8601. */
  readonly asOf: string;
  /** The row's key. */
  readonly key: string;
}

/** Attributes or properties; null is not sent. */
type PenstockBody = Record<string, any>;
/** Without a `userId` the call is about the row's person. Whole numbers are written one way: 42.0 is `42`. */
interface PenstockPerson {
  userId?: string | number | null;
}
/** A thing at the destination; `objectTypeId` is 1 unless given. */
interface PenstockThing {
  groupId: string | number;
  objectTypeId?: string | number | null;
}

/** One call that `send` answers with. Several of one row are sent in their order. */
type PenstockCall =
  | (PenstockPerson & { type: 'identify'; traits?: PenstockBody | null; unset?: string[] | null })
  | (PenstockPerson & { type: 'track'; event: string; properties?: PenstockBody | null })
  | (PenstockPerson & { type: 'page' | 'screen'; name: string; properties?: PenstockBody | null })
  | (PenstockPerson & { type: 'delete' })
  /** The thing with its traits, then the person's relation to it. */
  | (PenstockPerson & PenstockThing & { type: 'group'; traits?: PenstockBody | null; relationshipAttributes?: PenstockBody | null })
  | (PenstockPerson & PenstockThing & { type: 'ungroup' })
  | (PenstockThing & { type: 'object'; traits?: PenstockBody | null; unset?: string[] | null })
  | (PenstockThing & { type: 'deleteObject' });

/** Null and undefined drop the row. */
type PenstockResult = Record<string, any> | null | undefined;

/** `export const transform = …` or `export function transform(row, context)`. */
type PenstockTransform = (row: PenstockRow, context: PenstockContext) => PenstockResult | Promise<PenstockResult>;
/** The same for an `async` one. */
type PenstockAsyncTransform = (row: PenstockRow, context: PenstockContext) => Promise<PenstockResult>;

/** `async function send(payload, headers)`. An empty array drops the row. */
type PenstockSend = (payload: PenstockRow, headers: PenstockContext) => Promise<PenstockCall[] | null | undefined>;

/** A Spark ML vector, dense or sparse, or a plain array. */
type PenstockVector =
  | readonly number[]
  | { readonly type?: number | string | null; readonly size?: number | null; readonly indices?: readonly number[] | null; readonly values: readonly number[] };

/** All entries; null when `v` is no vector. */
declare function denseOf(v: PenstockVector | null | undefined): number[] | null;
/** Entry `i`, from 0; null when there is none. */
declare function at(v: PenstockVector | null | undefined, i: number): number | null;
/** Position of the largest entry, the first of equals; null when there is none. */
declare function argmax(v: PenstockVector | null | undefined): number | null;

declare function atob(text: string): string;
declare function btoa(text: string): string;
declare function structuredClone<T>(value: T): T;
declare function queueMicrotask(task: () => void): void;
declare const performance: { readonly timeOrigin: number; now(): number };
/** `GET /v1/scripts/{pipeline}/log` of transform-service shows the last lines; values of rows are masked. `group`, `time` and `count` print nothing. */
declare const console: Record<'log' | 'info' | 'warn' | 'error' | 'debug' | 'trace' | 'dir' | 'table' | 'group' | 'groupEnd' | 'assert' | 'time' | 'timeEnd' | 'count', (...values: any[]) => void>;

declare class TextEncoder {
  readonly encoding: 'utf-8';
  encode(input?: string): Uint8Array;
  encodeInto(input: string, into: Uint8Array): { read: number; written: number };
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  readonly encoding: 'utf-8';
  decode(input?: ArrayBuffer | ArrayBufferView): string;
}

// The packages on offer, without their types; any other import is an error, here as in the service.
declare module '@date-fns/tz';
declare module '@msgpack/msgpack';
declare module '@noble/hashes';
declare module '@turf/boolean-point-in-polygon';
declare module '@turf/distance';
declare module 'big.js';
declare module 'bignumber.js';
declare module 'bowser';
declare module 'camelcase-keys';
declare module 'card-validator';
declare module 'change-case';
declare module 'chrono-node';
declare module 'compromise';
declare module 'countries-list';
declare module 'country-to-currency';
declare module 'crc-32';
declare module 'cron-parser';
declare module 'csv-parse';
declare module 'currency-codes';
declare module 'currency.js';
declare module 'd3-array';
declare module 'd3-format';
declare module 'date-fns';
declare module 'dayjs';
declare module 'decimal.js';
declare module 'deepmerge';
declare module 'dinero.js';
declare module 'dot-prop';
declare module 'email-addresses';
declare module 'emoji-regex';
declare module 'entities';
declare module 'escape-string-regexp';
declare module 'fast-deep-equal';
declare module 'fast-json-patch';
declare module 'fast-uri';
declare module 'fast-xml-parser';
declare module 'fastest-levenshtein';
declare module 'fflate';
declare module 'flat';
declare module 'fraction.js';
declare module 'franc-min';
declare module 'fuse.js';
declare module 'geolib';
declare module 'he';
declare module 'humanize-duration';
declare module 'humanparser';
declare module 'i18n-iso-countries';
declare module 'ibantools';
declare module 'immer';
declare module 'ipaddr.js';
declare module 'isbot';
declare module 'iso-639-1';
declare module 'jmespath';
declare module 'js-base64';
declare module 'js-md5';
declare module 'js-sha256';
declare module 'json-logic-js';
declare module 'json5';
declare module 'jsonata';
declare module 'jsonpath-plus';
declare module 'jsonpointer';
declare module 'jsvat';
declare module 'jwt-decode';
declare module 'klona';
declare module 'libphonenumber-js';
declare module 'linkifyjs';
declare module 'lodash';
declare module 'luxon';
declare module 'marked';
declare module 'mathjs';
declare module 'moment';
declare module 'mrmime';
declare module 'ms';
declare module 'murmurhash';
declare module 'mustache';
declare module 'ngeohash';
declare module 'object-hash';
declare module 'papaparse';
declare module 'parse-duration';
declare module 'parse-full-name';
declare module 'pluralize';
declare module 'postcode-validator';
declare module 'pretty-bytes';
declare module 'qs';
declare module 'query-string';
declare module 'radash';
declare module 'ramda';
declare module 'remeda';
declare module 'remove-accents';
declare module 'rfc6902';
declare module 'safe-stable-stringify';
declare module 'semver';
declare module 'simple-statistics';
declare module 'slugify';
declare module 'smol-toml';
declare module 'stemmer';
declare module 'superstruct';
declare module 'tldts';
declare module 'transliteration';
declare module 'tz-lookup';
declare module 'ua-parser-js';
declare module 'uuid';
declare module 'valibot';
declare module 'validator';
declare module 'xss';
declare module 'xxhashjs';
declare module 'yaml';
declare module 'yup';
declare module 'zod';
