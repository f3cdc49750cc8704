/** Lets only the edge in: checks the signature of a request, its age, and that it was not seen before. */
import { createHmac, createSecretKey, hash, type KeyObject } from "node:crypto";
import { sameDigest, signature, signatureHeaders, signatureWindowSeconds } from "../../contracts/node-protocol.ts";
import { err, ok, type Result } from "../../contracts/result.ts";

/** What the node got when it joined. */
export interface Credential {
  nodeId: string;
  /** Hexadecimal HMAC key. */
  key: string;
}

export interface SignatureParts {
  method: string;
  /** Path with its query, as received. */
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

interface Claim {
  keyId: string;
  timestamp: number;
  nonce: string;
  digest: string;
}

const windowMs = signatureWindowSeconds * 1000;
const longestNonce = 100;
/** Nonces kept; beyond it requests are refused rather than old nonces forgotten. At 1,000 requests a second 120,000 are in the window. */
const mostNonces = 500_000;

/** Larger bodies are hashed in another thread (about 100 µs of processor time, whatever the size); these take microseconds on this one. */
const mostBytesAtOnce = 65_536;

export class SignatureGuard {
  readonly #now: () => number;
  /** Nonce to the time when its timestamp is too old anyway, in the order seen. */
  readonly #seen = new Map<string, number>();
  #credential: (Credential & { secret: KeyObject }) | undefined;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** From now on signatures with this key are accepted, and no others. */
  trust(credential: Credential): void {
    this.#credential = { ...credential, secret: createSecretKey(credential.key, "hex") };
  }

  /** What can be refused before the body is read: no signature, an unknown key, a timestamp out of the window. All `unauthenticated`. */
  precheck(parts: SignatureParts): Result<Claim> {
    const claim = readClaim(parts.headers);
    if (claim === undefined)
      return err("unauthenticated", `This needs a signature in the headers ${Object.values(signatureHeaders).join(", ")}.`);
    if (this.#credential === undefined) return unknownKey();
    if (claim.keyId !== this.#credential.nodeId) return err("unauthenticated", "The signature names another node.");
    if (Math.abs(this.#now() - claim.timestamp) > windowMs) {
      return err("unauthenticated", `The signature's timestamp is more than ${signatureWindowSeconds} s off this node's clock.`);
    }
    return ok(claim);
  }

  /** Checks the signature itself and remembers its nonce. `unauthenticated` when it does not fit or was used before. */
  async verify(parts: SignatureParts, body: Uint8Array<ArrayBuffer>): Promise<Result<true>> {
    const claim = this.precheck(parts);
    if (!claim.ok || this.#credential === undefined) return claim.ok ? unknownKey() : claim;
    const { timestamp, nonce, digest } = claim.value;
    const signed = { method: parts.method, path: parts.path, timestamp, nonce, body };
    const { key, secret } = this.#credential;
    const expected = body.length <= mostBytesAtOnce ? signatureAtOnce(secret, signed) : await signature(key, signed);
    if (!sameDigest(expected, digest)) return err("unauthenticated", "The signature does not fit this request.");
    // No await between looking and noting: of two equal requests at once only one passes.
    this.#forgetOld();
    if (this.#seen.has(nonce)) return err("unauthenticated", "This nonce was used before.");
    if (this.#seen.size >= mostNonces) return err("overloaded", "Too many signed requests within a minute.", { retryAfter: 1 });
    this.#seen.set(nonce, this.#now() + 2 * windowMs);
    return ok(true);
  }

  #forgetOld(): void {
    const now = this.#now();
    for (const [nonce, until] of this.#seen) {
      if (until > now) return;
      this.#seen.delete(nonce);
    }
  }
}

function unknownKey() {
  return err("unauthenticated", "This node has not joined a pool, so it knows no key.");
}

/** What `signature` gives, without leaving the event loop. */
export function signatureAtOnce(secret: KeyObject, { method, path, timestamp, nonce, body }: Parameters<typeof signature>[1]): string {
  const text = `${method}\n${path}\n${timestamp}\n${nonce}\n${hash("sha256", body, "hex")}`;
  return createHmac("sha256", secret).update(text).digest("hex");
}

function readClaim(headers: SignatureParts["headers"]): Claim | undefined {
  const keyId = headers[signatureHeaders.keyId];
  const timestamp = headers[signatureHeaders.timestamp];
  const nonce = headers[signatureHeaders.nonce];
  const digest = headers[signatureHeaders.signature];
  if (typeof keyId !== "string" || typeof nonce !== "string" || typeof digest !== "string") return undefined;
  if (typeof timestamp !== "string" || !/^\d{1,15}$/.test(timestamp)) return undefined;
  if (nonce.length === 0 || nonce.length > longestNonce) return undefined;
  return { keyId, timestamp: Number(timestamp), nonce, digest };
}
