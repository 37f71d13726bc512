// Runs after the prelude, in QuickJS only. Takes away code from strings, as V8's own switch does, and what would silently answer otherwise
// than V8. Evaluates to a function that the worker calls once; what it returns is all the worker ever calls.
(function (makeConsole, makeLock, makeHarness, progress, personal, maxLines, maxLength, pipeline, version, maxRowLength, maxBatchLength) {
  'use strict';
  const { apply, defineProperty, getPrototypeOf } = Reflect;
  const { slice } = String.prototype;
  const { then } = Promise.prototype;
  const [AnyEvalError, AnyTypeError, AnyString] = [EvalError, TypeError, String];
  const replace = (owner, name, value) => defineProperty(owner, name, { value, writable: true, enumerable: false, configurable: true });

  const refuse = () => { throw new AnyEvalError('Code generation from strings disallowed for this context'); };
  const samples = [function () {}, async function () {}, function* () {}, async function* () {}]; // The plain one first: the others inherit from it.
  for (let i = 0; i < samples.length; i++) {
    const prototype = getPrototypeOf(samples[i]);
    const Refusing = function () { refuse(); }; // No arrow: classes may extend it.
    defineProperty(Refusing, 'name', { value: prototype.constructor.name, configurable: true });
    defineProperty(Refusing, 'length', { value: 1, configurable: true });
    defineProperty(Refusing, 'prototype', { value: prototype, writable: false, enumerable: false, configurable: false });
    replace(prototype, 'constructor', Refusing);
    if (i === 0) replace(globalThis, 'Function', Refusing);
    else Object.setPrototypeOf(Refusing, Function);
  }
  const methods = { eval(text) { return typeof text === 'string' ? refuse() : text; } };
  replace(globalThis, 'eval', methods.eval);

  const lacks = (owner, name, names) => {
    for (const method of names) {
      const refusing = { [method]() { throw new AnyTypeError(name + '.' + method + ' needs Intl, which QuickJS has not'); } };
      replace(owner, method, refusing[method]);
    }
  };
  lacks(Number.prototype, 'Number', ['toLocaleString']);
  lacks(BigInt.prototype, 'BigInt', ['toLocaleString']);
  lacks(Date.prototype, 'Date', ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']);
  lacks(String.prototype, 'String', ['localeCompare']);
  const inEnglish = (method, plain) => ({
    [method](locale) {
      if (locale !== undefined && !(typeof locale === 'string' && apply(slice, locale, [0, 2]) === 'en')) {
        throw new AnyTypeError('String.' + method + ' with a locale needs Intl, which QuickJS has not');
      }
      return apply(plain, this, []);
    },
  })[method];
  replace(String.prototype, 'toLocaleLowerCase', inEnglish('toLocaleLowerCase', String.prototype.toLowerCase));
  replace(String.prototype, 'toLocaleUpperCase', inEnglish('toLocaleUpperCase', String.prototype.toUpperCase));

  const printed = makeConsole(personal, maxLines, maxLength);
  const harness = makeHarness(progress, pipeline, version, maxRowLength, maxBatchLength, printed, makeLock);

  let exports, failure;
  const text = (value, max) => (typeof value === 'string' ? apply(slice, value, [0, max]) : '');
  const describe = (error) => {
    try {
      if (error === null || typeof error !== 'object') return AnyString(error) + '\x1f\x1f';
      return text(error.name, 60) + '\x1f' + text(error.message, 400) + '\x1f' + text(error.stack, 4000);
    } catch {
      return 'an error that cannot be read\x1f\x1f';
    }
  };

  return {
    /** Begins to load the script; `found` says what came of it once no job is left. */
    load(name) {
      apply(then, import(name), [(loaded) => { exports = loaded; }, (error) => { failure = describe(error); }]);
    },
    /** The form, and then the script is bound; else why not: `waits`, `both`, `none`, or `threw` with name, message and stack. */
    found() {
      if (failure !== undefined) return 'threw\x1f' + failure;
      if (exports === undefined) return 'waits';
      const isTransform = typeof exports.transform === 'function', isSend = typeof exports.send === 'function';
      if (isTransform === isSend) return isSend ? 'both' : 'none';
      harness.bind(isSend ? exports.send : exports.transform, isSend);
      return isSend ? 'SEND' : 'TRANSFORM';
    },
    begin: harness.begin,
    answered: harness.answered,
    left: harness.left,
    isFull: harness.isFull,
    isExhausted: harness.isExhausted,
    giveUp: harness.giveUp,
    take: harness.take,
    takePrinted: printed.take,
  };
});
