// Freezes the language between rows. Evaluates to a function that the harness calls before the transform's own code runs; what that returns is
// called after the top level ran.
(function () {
  'use strict';
  const { ownKeys, getPrototypeOf, getOwnPropertyDescriptor, defineProperty, apply } = Reflect;
  const { freeze } = Object;
  const RefusedWrite = TypeError;
  const globals = new Set(ownKeys(globalThis));
  const hasKey = Set.prototype.has;
  const TheRegExp = RegExp;
  const root = globalThis;
  const isQuickJs = globalThis.InternalError !== undefined;

  // Every built-in object there is before the transform's own code runs, None is the host's.
  const builtIns = [];
  const overridable = [Object.prototype, Function.prototype, Error.prototype, TypeError.prototype, RangeError.prototype,
    SyntaxError.prototype, ReferenceError.prototype, URIError.prototype, EvalError.prototype, AggregateError.prototype, Date.prototype,
    Uint8Array.prototype, getPrototypeOf(Uint8Array.prototype)]; // The package object-hash gives a byte array methods of its own.
  {
    const seen = new Set([globalThis]);
    const collect = (value) => {
      if (value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value)) return;
      seen.add(value);
      builtIns[builtIns.length] = value;
      collectParts(value);
    };
    const collectParts = (value) => {
      collect(getPrototypeOf(value));
      for (const key of ownKeys(value)) {
        const part = getOwnPropertyDescriptor(value, key);
        collect(part.value);
        collect(part.get);
        collect(part.set);
      }
    };
    collectParts(globalThis);
    const hidden = [function* () {}, async function () {}, async function* () {}, [][Symbol.iterator](), ''[Symbol.iterator](),
      new Map()[Symbol.iterator](), new Set()[Symbol.iterator](), 'a'.matchAll(/a/g), (function* () {})(), (async function* () {})(),
      [].values().map((x) => x), Iterator.from({ next() {} })];
    if (typeof Intl === 'object') hidden.push(new Intl.Segmenter().segment(''), new Intl.Segmenter().segment('')[Symbol.iterator]());
    for (const value of hidden) collect(getPrototypeOf(value));
  }

  // A frozen property of a prototype cannot be set on the objects below it: `error.name = 'X'` would throw. On the prototypes
  // where people do this, a setter makes the property on the object itself.
  const settable = (prototype, key) => {
    const part = getOwnPropertyDescriptor(prototype, key);
    if (!part.configurable || !part.writable || typeof key !== 'string') return;
    const { value } = part;
    const accessor = {
      get() { return value; },
      set(own) {
        if (this === prototype) throw new RefusedWrite('Cannot assign to a built-in');
        defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
      },
    };
    defineProperty(prototype, key, { get: freeze(accessor.get), set: freeze(accessor.set), enumerable: part.enumerable, configurable: false });
  };

  // QuickJS lets a global that is not writable be defined anew all the same, unless it is read by a function.
  const fixed = ({ value, enumerable }) => (isQuickJs
    ? { get: freeze(() => value), set: undefined, enumerable, configurable: false }
    : { value, enumerable, writable: false, configurable: false });

  // After the top level ran, so that packages may mend the language for themselves; before the first row.
  return () => {
    for (let i = 0; i < overridable.length; i++) for (const key of ownKeys(overridable[i])) settable(overridable[i], key);
    for (const key of ownKeys(TheRegExp)) { // The last match of an earlier row.
      const part = getOwnPropertyDescriptor(TheRegExp, key);
      if (part.set !== undefined || (part.get !== undefined && typeof key === 'string')) delete TheRegExp[key];
    }
    for (let i = 0; i < builtIns.length; i++) freeze(builtIns[i]);
    for (const key of ownKeys(root)) {
      const part = getOwnPropertyDescriptor(root, key);
      if (part.configurable && part.writable && apply(hasKey, globals, [key])) defineProperty(root, key, fixed(part));
    }
  };
});
