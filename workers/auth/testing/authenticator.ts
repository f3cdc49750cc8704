/** An authenticator in software (Web Authentication Level 3, section 6): makes passkeys with P-256 and signs with them, as a browser hands it on. */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

const flags = { present: 0x01, verified: 0x04, attested: 0x40 };

export interface Credential {
  id: string;
  rawId: string;
  type: "public-key";
  response: Record<string, unknown>;
  clientExtensionResults: Record<string, unknown>;
}

export class Authenticator {
  readonly origin: string;
  /** False: it did not ask for a finger or a PIN. */
  verifies = true;
  readonly #id = randomBytes(16);
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  #count = 0;

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Answers `navigator.credentials.create()`. */
  create({ challenge }: { challenge?: unknown }): Credential {
    const client = this.#client("webauthn.create", challenge);
    const { x = "", y = "" } = this.#keys.publicKey.export({ format: "jwk" });
    // COSE_Key (RFC 9053): kty EC2, alg ES256, crv P-256.
    const key = Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
      bytes(Buffer.from(x, "base64url")),
      Buffer.from([0x22]),
      bytes(Buffer.from(y, "base64url")),
    ]);
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.#id.length]), this.#id, key]);
    const data = Buffer.concat([this.#data(flags.attested), attested]);
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      text("fmt"),
      text("none"),
      text("attStmt"),
      Buffer.from([0xa0]),
      text("authData"),
      bytes(data),
    ]);
    return this.#credential({ clientDataJSON: client, attestationObject: attestation.toString("base64url"), transports: ["internal"] });
  }

  /** Answers `navigator.credentials.get()`. */
  get({ challenge }: { challenge?: unknown }): Credential {
    this.#count++;
    const client = this.#client("webauthn.get", challenge);
    const data = this.#data(0);
    const signed = Buffer.concat([data, createHash("sha256").update(Buffer.from(client, "base64url")).digest()]);
    const signature = sign("sha256", signed, this.#keys.privateKey).toString("base64url");
    return this.#credential({ clientDataJSON: client, authenticatorData: data.toString("base64url"), signature });
  }

  #client(type: string, challenge: unknown): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false })).toString("base64url");
  }

  #data(more: number): Buffer {
    const party = createHash("sha256").update(new URL(this.origin).hostname).digest();
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.#count);
    return Buffer.concat([party, Buffer.from([flags.present | (this.verifies ? flags.verified : 0) | more]), count]);
  }

  #credential(response: Record<string, unknown>): Credential {
    const id = this.#id.toString("base64url");
    return { id, rawId: id, type: "public-key", response, clientExtensionResults: {} };
  }
}

/** CBOR (RFC 8949): a byte string, and a text of less than 24 characters. */
function bytes(value: Buffer): Buffer {
  return Buffer.concat([
    value.length < 256 ? Buffer.from([0x58, value.length]) : Buffer.from([0x59, value.length >> 8, value.length & 255]),
    value,
  ]);
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
}
