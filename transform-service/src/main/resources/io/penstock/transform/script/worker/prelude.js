// Runs first in every isolate: takes away what a transform must not have, adds what people expect to be there.
// Nothing here talks to the host. Errors thrown by these functions are ordinary JavaScript errors of the calling row.
(() => {
  'use strict';
  const g = globalThis;
  for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics']) delete g[name];

  const define = (name, value) =>
    Object.defineProperty(g, name, { value, writable: true, configurable: true, enumerable: false });

  define('self', g);

  const resolved = Promise.resolve();
  define('queueMicrotask', function queueMicrotask(task) {
    if (typeof task !== 'function') throw new TypeError('queueMicrotask expects a function');
    resolved.then(() => task());
  });

  Error.stackTraceLimit = 100; // Of ten frames all may be a package's, and none the author's.

  // No reader takes such a number; without rawJSON there is none.
  const { rawJSON } = JSON;
  JSON.rawJSON = {
    rawJSON(text) {
      const raw = rawJSON(text);
      if (/^[^"]*e[+-]?\d{4}/i.test(raw.rawJSON)) throw new RangeError('JSON.rawJSON: expected an exponent of at most 3 digits');
      return raw;
    },
  }.rawJSON;

  const startedAt = Date.now();
  define('performance', Object.freeze({ timeOrigin: startedAt, now: () => Date.now() - startedAt }));

  class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(input = '') {
      const text = String(input).toWellFormed();
      let size = 0;
      for (let i = 0; i < text.length; i++) {
        const c = text.charCodeAt(i);
        if (c < 0x80) size += 1;
        else if (c < 0x800) size += 2;
        else if (c >= 0xd800 && c < 0xdc00) { size += 4; i++; }
        else size += 3;
      }
      const out = new Uint8Array(size);
      let at = 0;
      for (const letter of text) {
        const c = letter.codePointAt(0);
        if (c < 0x80) out[at++] = c;
        else if (c < 0x800) { out[at++] = 0xc0 | (c >> 6); out[at++] = 0x80 | (c & 63); }
        else if (c < 0x10000) { out[at++] = 0xe0 | (c >> 12); out[at++] = 0x80 | ((c >> 6) & 63); out[at++] = 0x80 | (c & 63); }
        else {
          out[at++] = 0xf0 | (c >> 18); out[at++] = 0x80 | ((c >> 12) & 63);
          out[at++] = 0x80 | ((c >> 6) & 63); out[at++] = 0x80 | (c & 63);
        }
      }
      return out;
    }
    encodeInto(input, into) {
      let read = 0, written = 0;
      for (const letter of String(input).toWellFormed()) {
        const c = letter.codePointAt(0);
        const size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (written + size > into.length) break;
        if (size === 1) into[written] = c;
        else into.set(this.encode(letter), written);
        read += letter.length;
        written += size;
      }
      return { read, written };
    }
  }

  class TextDecoder {
    #fatal; #keepMark;
    constructor(label = 'utf-8', options = {}) {
      if (!['utf-8', 'utf8', 'unicode-1-1-utf-8'].includes(String(label).trim().toLowerCase())) throw new RangeError('only utf-8 can be decoded');
      this.#fatal = Boolean(options.fatal);
      this.#keepMark = Boolean(options.ignoreBOM);
    }
    get encoding() { return 'utf-8'; }
    get fatal() { return this.#fatal; }
    get ignoreBOM() { return this.#keepMark; }
    decode(input) {
      if (input === undefined) return '';
      const bytes = ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
      let out = '', i = 0;
      if (!this.#keepMark && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) i = 3;
      while (i < bytes.length) {
        const first = bytes[i++];
        if (first < 0x80) { out += String.fromCharCode(first); continue; }
        let need = 0, low = 0x80, high = 0xbf, c = 0;
        if (first >= 0xc2 && first <= 0xdf) { need = 1; c = first & 31; }
        else if (first >= 0xe0 && first <= 0xef) { need = 2; c = first & 15; if (first === 0xe0) low = 0xa0; if (first === 0xed) high = 0x9f; }
        else if (first >= 0xf0 && first <= 0xf4) { need = 3; c = first & 7; if (first === 0xf0) low = 0x90; if (first === 0xf4) high = 0x8f; }
        let bad = need === 0;
        for (; need > 0 && !bad; need--) {
          const next = bytes[i];
          if (next === undefined || next < low || next > high) { bad = true; break; }
          i++; c = (c << 6) | (next & 63); low = 0x80; high = 0xbf;
        }
        if (bad && this.#fatal) throw new TypeError('the bytes are not utf-8');
        out += bad ? '\ufffd' : String.fromCodePoint(c);
      }
      return out;
    }
  }
  define('TextEncoder', TextEncoder);
  define('TextDecoder', TextDecoder);

  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  define('btoa', function btoa(input) {
    const text = String(input);
    let out = '';
    for (let i = 0; i < text.length; i += 3) {
      const a = text.charCodeAt(i), b = text.charCodeAt(i + 1), c = text.charCodeAt(i + 2);
      if (a > 255 || b > 255 || c > 255) throw new RangeError('btoa expects characters up to 255');
      out += DIGITS[a >> 2] + DIGITS[((a & 3) << 4) | (b >> 4)]
        + (i + 1 < text.length ? DIGITS[((b & 15) << 2) | (c >> 6)] : '=') + (i + 2 < text.length ? DIGITS[c & 63] : '=');
    }
    return out;
  });
  define('atob', function atob(input) {
    let text = String(input).replace(/[\t\n\f\r ]/g, '');
    if (text.length % 4 === 0) text = text.replace(/==?$/, '');
    if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) throw new RangeError('atob expects base64');
    let out = '', held = 0, bits = 0;
    for (const letter of text) {
      held = (held << 6) | DIGITS.indexOf(letter);
      bits += 6;
      if (bits >= 8) { bits -= 8; out += String.fromCharCode((held >> bits) & 255); held &= (1 << bits) - 1; }
    }
    return out;
  });

  // Covers what JSON rows and ordinary code hold; functions, symbols, proxies of hosts do not exist here or are refused.
  define('structuredClone', function structuredClone(input) {
    const seen = new Map();
    const copy = (value) => {
      if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError('structuredClone cannot copy a function or a symbol');
      if (value === null || typeof value !== 'object') return value;
      if (seen.has(value)) return seen.get(value);
      const keep = (made) => { seen.set(value, made); return made; };
      if (value instanceof Date) return keep(new Date(value.getTime()));
      if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
      if (value instanceof ArrayBuffer) return keep(value.slice(0));
      if (ArrayBuffer.isView(value)) {
        const buffer = copy(value.buffer);
        return keep(value instanceof DataView
          ? new DataView(buffer, value.byteOffset, value.byteLength)
          : new value.constructor(buffer, value.byteOffset, value.length));
      }
      if (value instanceof Map) { const made = keep(new Map()); for (const [k, v] of value) made.set(copy(k), copy(v)); return made; }
      if (value instanceof Set) { const made = keep(new Set()); for (const v of value) made.add(copy(v)); return made; }
      if (value instanceof Error) { const made = keep(new value.constructor(value.message)); made.stack = value.stack; return made; }
      if (Array.isArray(value)) { const made = keep(new Array(value.length)); for (const k of Object.keys(value)) made[k] = copy(value[k]); return made; }
      const made = keep({});
      for (const k of Object.keys(value)) made[k] = copy(value[k]);
      return made;
    };
    return copy(input);
  });

  // Spark ML vectors as Delta stores them: {type: 1, values} is dense, {type: 0, size, indices, values} is sparse with the
  // other entries zero. A plain array counts as dense. Anything else gives null, so a missing column stays missing.
  const isSparse = (v) => Array.isArray(v.indices) && (v.type === 0 || v.type === 'sparse' || v.type === undefined || v.type === null);
  const isVector = (v) => v !== null && typeof v === 'object' && (Array.isArray(v) || Array.isArray(v.values));

  /** All entries as an array; null when `v` is no vector. */
  const denseOf = (v) => {
    if (!isVector(v)) return null;
    if (Array.isArray(v)) return v.slice();
    if (!isSparse(v)) return v.values.slice();
    if (!(v.size >= 0 && v.size <= 1e6)) throw new RangeError('denseOf: a sparse vector of this size is not made dense');
    const out = new Array(v.size).fill(0);
    for (let i = 0; i < v.indices.length; i++) if (v.indices[i] < v.size) out[v.indices[i]] = v.values[i];
    return out;
  };

  /** Entry `i`; null when `v` is no vector or has no such entry. */
  const at = (v, i) => {
    if (!isVector(v)) return null;
    if (Array.isArray(v)) return v[i] ?? null;
    if (!isSparse(v)) return v.values[i] ?? null;
    if (!(Number.isInteger(i) && i >= 0 && i < v.size)) return null;
    const where = v.indices.indexOf(i);
    return where < 0 ? 0 : v.values[where];
  };

  /** Position of the largest entry, the first of equals; null for an empty vector or none at all. */
  const argmax = (v) => {
    if (!isVector(v)) return null;
    const sparse = !Array.isArray(v) && isSparse(v);
    const values = Array.isArray(v) ? v : v.values;
    let best = null, where = null;
    for (let i = 0; i < values.length; i++) {
      const position = sparse ? v.indices[i] : i;
      if (best === null || values[i] > best || (values[i] === best && position < where)) { best = values[i]; where = position; }
    }
    if (!sparse || v.size <= values.length || best > 0) return where;
    const stored = new Set(v.indices);
    let zero = 0;
    while (stored.has(zero)) zero++;
    return best === null || best < 0 || zero < where ? zero : where;
  };
  for (const helper of [denseOf, at, argmax]) define(helper.name, helper);
})();
