// What scripts print. Evaluates to a function that the worker calls once per isolate, after the prelude and before the harness: it puts
// `console` in place and returns the ends that harness and worker hold. Bounds are counted before anything is formatted.
//
// One text per line: row \x1f level \x1f stack \x1f harmless values of the row \x1f text; line breaks inside are \x1e.
(function (personalColumns, maxLines, maxLength) {
  'use strict';
  const personal = personalColumns === '' ? [] : personalColumns.split('\x1f');
  const { apply } = Reflect;
  const { keys } = Object;
  const { isArray } = Array;
  const { parse, stringify } = JSON;
  const { slice, replaceAll, indexOf } = String.prototype;
  const { join } = Array.prototype;
  const { toISOString } = Date.prototype;
  const [AnyMap, AnySet, AnyRegExp] = [Map, Set, RegExp];
  const eachOfMap = Map.prototype.forEach, eachOfSet = Set.prototype.forEach;
  const [AnyDate, AnyError, AnyString, AnyNumber] = [Date, Error, String, Number];
  const MAX_DEPTH = 4, MAX_HARMLESS = 20_000;

  let lines = [], count = 0, dropped = 0;
  let row = () => -1, input = () => undefined;
  let text = '', room = 0;

  const cut = (value, max) => (value.length > max ? apply(slice, value, [0, max]) : value);
  const field = (value) => apply(replaceAll, apply(replaceAll, value, ['\x1f', ' ']), ['\n', '\x1e']);

  const write = (part) => {
    const fits = cut(part, room);
    text += fits;
    room -= fits.length;
  };

  const writeEntries = (name, each, value, depth) => {
    write(name + ' {');
    let isFirst = true;
    apply(each, value, [(part, key) => {
      if (room <= 0) return;
      if (!isFirst) write(', ');
      isFirst = false;
      if (name === 'Map') {
        show(key, depth + 1);
        write(' => ');
      }
      show(part, depth + 1);
    }]);
    write('}');
  };

  const writeObject = (value, depth) => {
    if (value instanceof AnyError) return write(AnyString(value.name) + ': ' + AnyString(value.message));
    if (value instanceof AnyDate) return write(apply(toISOString, value, []));
    if (value instanceof AnyRegExp) return write(AnyString(value));
    if (depth >= MAX_DEPTH) return write('[...]');
    if (value instanceof AnyMap) return writeEntries('Map', eachOfMap, value, depth);
    if (value instanceof AnySet) return writeEntries('Set', eachOfSet, value, depth);
    const names = isArray(value) ? null : keys(value);
    const size = names === null ? value.length : names.length;
    write(names === null ? '[' : '{');
    for (let i = 0; i < size && room > 0; i++) {
      if (i > 0) write(', ');
      if (names !== null) write(names[i] + ': ');
      show(names === null ? value[i] : value[names[i]], depth + 1);
    }
    write(names === null ? ']' : '}');
  };

  const show = (value, depth) => {
    try {
      if (typeof value === 'string') write(depth === 0 ? value : stringify(cut(value, room)));
      else if (typeof value === 'function') write('[function]');
      else if (value !== null && typeof value === 'object') writeObject(value, depth);
      else write(AnyString(value));
    } catch {
      write('[cannot be read]'); // A getter or a proxy threw.
    }
  };

  /** `%s %d %i %f %j %o %O %%` in a first text, as elsewhere; how many arguments that took. */
  const showFormat = (args) => {
    const format = args[0];
    let used = 1, from = 0;
    for (let at = apply(indexOf, format, ['%']); at >= 0; at = apply(indexOf, format, ['%', from])) {
      const kind = format[at + 1];
      write(apply(slice, format, [from, at]));
      from = at + 2;
      if (kind === '%') write('%');
      else if (used < args.length && 'sdifjoO'.includes(kind)) {
        const value = args[used++];
        show(kind === 'd' || kind === 'i' || kind === 'f' ? AnyNumber(value) : value, kind === 's' ? 0 : 1);
      } else write('%' + (kind ?? ''));
    }
    write(apply(slice, format, [from]));
    return used;
  };

  /** Values of columns that were declared not to be personal; nothing when no column was declared at all. */
  let lastInput, lastHarmless = '';
  const harmless = () => {
    const line = input();
    if (personal.length === 0 || line === undefined) return '';
    if (line !== lastInput) {
      lastInput = line;
      const columns = parse(line);
      for (let i = 0; i < personal.length; i++) delete columns[personal[i]];
      lastHarmless = cut(stringify(columns), MAX_HARMLESS);
    }
    return lastHarmless;
  };

  const print = (level) => (...args) => {
    if (count >= maxLines) {
      dropped++;
      return;
    }
    text = '';
    room = maxLength;
    try {
      let i = typeof args[0] === 'string' && args.length > 1 ? showFormat(args) : 0;
      for (; i < args.length && room > 0; i++) {
        if (text !== '') write(' ');
        show(args[i], 0);
      }
    } catch {
      write('[cannot be read]');
    }
    const stack = new AnyError().stack;
    const place = typeof stack === 'string' ? cut(stack, 2000) : '';
    lines[count++] = row() + '\x1f' + level + '\x1f' + field(place) + '\x1f' + field(harmless()) + '\x1f' + field(text);
  };

  const info = print('INFO'), error = print('ERROR'), quiet = () => undefined;
  const console = { log: info, info, warn: print('WARN'), error, debug: print('DEBUG'), trace: print('DEBUG'), dir: (value) => info(value), table: (value) => info(value) };
  console.assert = (holds, ...args) => { if (!holds) error('Assertion failed', ...args); };
  for (const name of ['group', 'groupEnd', 'time', 'timeEnd', 'count']) console[name] = quiet;
  Object.defineProperty(globalThis, 'console', { value: console, writable: true, configurable: true, enumerable: false });

  return {
    /** Tells where the position and the text of the running row are found. */
    follow(position, line) {
      row = position;
      input = line;
    },
    /** Everything printed since the last call, after a first line that counts what was left out; empty when nothing was. */
    take() {
      if (count === 0) return '';
      lines.length = count;
      const taken = dropped + '\n' + apply(join, lines, ['\n']);
      lines = [];
      count = 0;
      dropped = 0;
      return taken;
    },
  };
});
