// Drives one transform over a batch, row after row. Evaluates to a function that the worker calls once per isolate.
// Everything it needs from the language is captured here, before the transform's own code runs.
//
// In:  pieces, each the JSON array of some rows, parted by a comma and a carriage return, which no row holds: V8 parses objects of one shape in
//      one array faster than alone, and short texts cross to it faster than long ones. Last the JSON array [key, asOf, key, asOf, ...].
// Out: one line per row: o<JSON> value | d dropped | x<CODE> refused | e<name>\x1f<message>\x1f<stack>, lines inside parted by \x1e, and after it
//      the same three of each cause.
(function (progressBuffer, pipeline, version, maxRowLength, maxBatchLength, printed, makeLock) {
  'use strict';
  const progress = new Int32Array(progressBuffer);
  const { parse, stringify } = JSON;
  const { isArray } = Array;
  const { apply } = Reflect;
  const { keys } = Object;
  const { slice, split, replaceAll } = String.prototype;
  const { join } = Array.prototype;
  const { then } = Promise.prototype;
  const AnyPromise = Promise;
  const { getPrototypeOf, defineProperty } = Reflect;
  const RefusedWrite = TypeError;
  const [AnyString, Several, Unfit] = [String, AggregateError, TypeError.prototype];
  const MAX_CAUSES = 3, MAX_DEPTH = 4;

  // JSON makes {} of these, so an answer would lose what they hold and nobody would know.
  let isAnswering = false;
  const asyncIterator = getPrototypeOf(getPrototypeOf((async function* () {}).prototype));
  for (const [prototype, what] of [[Map.prototype, 'a Map: use Object.fromEntries'], [Set.prototype, 'a Set: use Array.from'],
    [AnyPromise.prototype, 'a Promise: await it'], [Iterator.prototype, 'an iterator: use Array.from'],
    [asyncIterator, 'an async iterator: use Array.from']]) {
    const { toJSON } = {
      toJSON() {
        if (isAnswering) throw new RefusedWrite('Do not know how to serialize ' + what);
        return this;
      },
    };
    defineProperty(prototype, 'toJSON', { value: toJSON, writable: true, enumerable: false, configurable: true });
  }

  const lock = makeLock();
  let transform = null, returnsCalls = false;
  let pieces = [], contexts = [], out = [], total = 0, at = 0, length = 0, waiting = 0, isExhausted = false;

  // The piece that row `at` is in: it begins with row `from` and has `size` rows, of which `parsed` holds the values; null if one of them
  // cannot be parsed, whose own fault that is.
  let piece = '', opened = 0, from = 0, size = 0, parsed = null;
  const texts = () => apply(split, apply(slice, piece, [1, -1]), [',\r']);
  const open = () => {
    piece = pieces[opened++];
    from = at;
    try {
      parsed = parse(piece);
      size = parsed.length;
    } catch {
      parsed = null;
      size = texts().length;
    }
  };
  const next = () => {
    if (at - from >= size) open();
    return parsed === null ? parse(texts()[at - from]) : parsed[at - from];
  };

  // QuickJS throws where V8 ends the call: what the engine says of itself is no answer of the row, which runs again alone.
  const EnginesOwn = globalThis.InternalError?.prototype;
  const isEnd = (error) => {
    if (EnginesOwn === undefined || error === null || typeof error !== 'object') return false;
    try {
      if (getPrototypeOf(error) !== EnginesOwn) return false;
      if (error.message === 'out of memory') isExhausted = true;
      return isExhausted || error.message === 'interrupted';
    } catch {
      return false; // A proxy or a getter of the script's own making.
    }
  };

  const cut = (value, max) => (typeof value === 'string' ? apply(slice, value, [0, max]) : '');

  const isObject = (value) => value !== null && (typeof value === 'object' || typeof value === 'function');

  const account = (error) => {
    let name = '', message = '', stack = '';
    try {
      if (!isObject(error)) {
        message = cut(AnyString(error), 1000);
      } else {
        name = cut(error.name, 60);
        message = cut(error.message, 1000);
        stack = cut(error.stack, 10_000);
      }
    } catch {
      // A getter of the thrown object threw: what was read before it is what there is to say.
    }
    return [name, message, stack];
  };

  const causeOf = (error) => {
    try {
      return isObject(error) ? error.cause ?? (error instanceof Several ? error.errors[0] : undefined) : undefined;
    } catch {
      return undefined; // As above.
    }
  };

  let culprit = ''; // Where in the answer it lies, if it cannot be made JSON.
  const failure = (error) => {
    const fields = account(error);
    if (culprit !== '') fields[1] += " in '" + cut(culprit, 200) + "'";
    culprit = '';
    for (let i = 0, cause = causeOf(error); i < MAX_CAUSES && cause !== undefined && cause !== null; i++, cause = causeOf(cause)) {
      const more = account(cause);
      for (let j = 0; j < more.length; j++) fields[fields.length] = more[j];
    }
    return 'e' + apply(replaceAll, apply(join, fields, ['\x1f']), ['\n', '\x1e']);
  };

  const failed = (error) => (isEnd(error) ? null : failure(error));

  const isHuge = (value) => {
    for (const key of keys(value)) {
      const part = value[key];
      if (typeof part === 'string' && part.length > maxRowLength) return true;
    }
    return false;
  };

  const locate = (value, depth) => {
    for (const key of keys(value)) {
      try {
        stringify(value[key]);
      } catch {
        const rest = depth < MAX_DEPTH ? locate(value[key], depth + 1) : '';
        return rest === '' ? key : key + '.' + rest;
      }
    }
    return '';
  };

  const json = (value) => {
    isAnswering = true;
    try {
      return stringify(value);
    } catch (error) {
      try {
        if (getPrototypeOf(error) === Unfit) culprit = locate(value, 1); // No other: memory or stack may have run out.
      } catch {
        culprit = ''; // A getter or a proxy of the script's own making.
      }
      throw error;
    } finally {
      isAnswering = false;
    }
  };

  const answer = (value) => {
    if (value === null || value === undefined) return 'd';
    if (typeof value !== 'object' || isArray(value) !== returnsCalls) return 'xBAD_RETURN';
    if (returnsCalls) {
      if (value.length === 0) return 'd';
      for (let i = 0; i < value.length; i++) {
        const call = value[i];
        if (call === null || typeof call !== 'object' || isArray(call) || typeof call.type !== 'string') return 'xBAD_RETURN';
        if (isHuge(call)) return 'xOUTPUT_TOO_LARGE';
      }
    } else if (isHuge(value)) {
      return 'xOUTPUT_TOO_LARGE';
    }
    const text = json(value);
    if (typeof text !== 'string' || text[0] !== (returnsCalls ? '[' : '{')) return 'xBAD_RETURN'; // toJSON may answer anything.
    return text.length > maxRowLength ? 'xOUTPUT_TOO_LARGE' : 'o' + text;
  };

  const finish = (line) => {
    out[at++] = line;
    length += line.length;
  };

  const isThenable = (value) =>
    value !== null && (typeof value === 'object' || typeof value === 'function') && typeof value.then === 'function';

  const settled = (ticket, value, isError) => {
    if (ticket !== waiting) return; // Too late: the row was given up.
    waiting++;
    let line;
    try {
      line = isError ? failed(value) : answer(value);
    } catch (error) {
      line = failed(error);
    }
    if (line === null) return;
    finish(line);
    drive();
  };

  const drive = () => {
    while (at < total && length < maxBatchLength) {
      progress[0] = at;
      let line;
      try {
        const value = transform(next(), { pipeline, version, asOf: contexts[2 * at + 1], key: contexts[2 * at] });
        if (isThenable(value)) {
          const ticket = waiting;
          const promise = new AnyPromise((resolve) => resolve(value));
          apply(then, promise, [(v) => settled(ticket, v, false), (e) => settled(ticket, e, true)]);
          return;
        }
        line = answer(value);
      } catch (error) {
        line = failed(error);
        if (line === null) return;
      }
      finish(line);
    }
  };

  printed.follow(() => (at < total ? at : -1), () => (at < total ? texts()[at - from] : undefined));

  return {
    /** Names the function to call and freezes the built-ins; `calls` says whether it returns classified calls. */
    bind(found, calls) {
      lock();
      transform = found;
      returnsCalls = calls;
    },
    /** Takes a batch and runs until the end, a full output, or a row that waits. */
    begin(...lines) {
      pieces = lines;
      contexts = parse(lines[lines.length - 1]);
      total = contexts.length / 2;
      out = [];
      opened = at = from = size = length = 0;
      waiting++;
      drive();
    },
    /** How many rows are answered. */
    answered: () => at,
    /** How many are not. */
    left: () => total - at,
    /** Whether the output of this batch is as long as it may be. */
    isFull: () => length >= maxBatchLength,
    /** Whether the memory limit was reached. */
    isExhausted: () => isExhausted,
    /** Gives up the row that still waits although nothing is left to run, and goes on. */
    giveUp() {
      waiting++;
      finish('xNEVER_SETTLED');
      drive();
    },
    /** The lines of the answered rows; forgets the batch. */
    take() {
      out.length = at;
      const text = apply(join, out, ['\n']);
      pieces = [];
      piece = '';
      parsed = null;
      out = [];
      return text;
    },
  };
});
