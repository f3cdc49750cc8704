/**
 * Answers of a service without the disposer that the runtime puts on whatever comes from an actor. Passed on with it, an answer keeps that
 * call open until somebody disposes of it; and where one is collected instead, the runtime for development can fall over while it warns of
 * that (github.com/cloudflare/workerd/issues/6842).
 */

const free = new WeakSet<object>();

/** Lets the methods of a class, from `prototype` up to but not including `end`, answer with values of their own. Once for each class. */
export function handOver(prototype: object, end: object): void {
  for (let at: object | null = prototype; at !== null && at !== end && !free.has(at); at = Object.getPrototypeOf(at) as object | null) {
    free.add(at);
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (name === "constructor" || typeof value !== "function") continue;
      Object.defineProperty(at, name, { value: handingOver(value as Method), writable: true, configurable: true });
    }
  }
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

function handingOver(method: Method): Method {
  return function handed(...given) {
    const answer = method.apply(this, given);
    return isPromise(answer) ? answer.then(own) : answer;
  };
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** A list or plain object with a disposer, without it: what is not enumerable is not copied. Anything else as it is. */
function own(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, Symbol.dispose)) return value;
  if (Array.isArray(value)) return [...(value as unknown[])];
  return Object.getPrototypeOf(value) === Object.prototype ? { ...value } : value;
}
