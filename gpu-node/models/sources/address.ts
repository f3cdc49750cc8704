/** Small things that sources share. */
import { err, type Err, type Fault } from "../../../contracts/result.ts";

/** `path` below `base`, whether or not `base` ends with a slash. */
export function addressWith(base: URL, path: string): string {
  return `${base.href.replace(/\/+$/, "")}/${path}`;
}

/** The fault with the source that it concerns in front. */
export function sourceFault(text: string, fault: Fault): Err {
  return err(fault.code, `${text}: ${fault.detail}`, { retryable: fault.retryable });
}

/** `undefined` for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** True for https, and for http to this very machine. */
export function isSafeAddress({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname));
}
