// Drives one transform over a batch, row after row. Evaluates to a function that the worker calls once per isolate.
// Everything it needs from the language is captured here, before the transform's own code runs.
//
// In:  one row per line, each the JSON text [row, key, asOf].
// Out: one line per row: o<JSON> value | d dropped | x<CODE> refused | e<name>\x1f<message>\x1f<stack, its lines parted by \x1e>.
(function (progressBuffer, pipeline, version, maxRowLength, maxBatchLength) {
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

  let transform = null, returnsCalls = false;
  let rows = [], out = [], at = 0, length = 0, waiting = 0;

  const cut = (value, max) => (typeof value === 'string' ? apply(slice, value, [0, max]) : '');

  const failure = (error) => {
    let name = '', message = '', stack = '';
    try {
      if (error !== null && typeof error === 'object') {
        name = cut(error.name, 60);
        message = cut(error.message, 400);
        stack = cut(error.stack, 4000);
      }
    } catch {
      // A getter of the thrown object threw: what was read before it is what there is to say.
    }
    return 'e' + apply(replaceAll, name + '\x1f' + message + '\x1f' + stack, ['\n', '\x1e']);
  };

  const isHuge = (value) => {
    for (const key of keys(value)) {
      const part = value[key];
      if (typeof part === 'string' && part.length > maxRowLength) return true;
    }
    return false;
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
    const text = stringify(value);
    if (typeof text !== 'string') return 'xBAD_RETURN';
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
      line = isError ? failure(value) : answer(value);
    } catch (error) {
      line = failure(error);
    }
    finish(line);
    drive();
  };

  const drive = () => {
    while (at < rows.length && length < maxBatchLength) {
      progress[0] = at;
      let line;
      try {
        const [row, key, asOf] = parse(rows[at]);
        const value = transform(row, { pipeline, version, asOf, key });
        if (isThenable(value)) {
          const ticket = waiting;
          const promise = new AnyPromise((resolve) => resolve(value));
          apply(then, promise, [(v) => settled(ticket, v, false), (e) => settled(ticket, e, true)]);
          return;
        }
        line = answer(value);
      } catch (error) {
        line = failure(error);
      }
      finish(line);
    }
  };

  return {
    /** Names the function to call; `calls` says whether it returns classified calls. */
    bind(found, calls) {
      transform = found;
      returnsCalls = calls;
    },
    /** Takes a batch and runs until the end, a full output, or a row that waits. */
    begin(lines) {
      rows = apply(split, lines, ['\n']);
      out = [];
      at = 0;
      length = 0;
      waiting++;
      drive();
    },
    /** How many rows are answered. */
    answered: () => at,
    /** Whether the output of this batch is as long as it may be. */
    isFull: () => length >= maxBatchLength,
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
      rows = [];
      out = [];
      return text;
    },
  };
});
