/** Signing secrets of webhooks, in the form of Standard Webhooks: `whsec_` and 32 random bytes as base64. */
const secretBytes = 32;

export function newSecret(randomBytes: (length: number) => Uint8Array): string {
  return `whsec_${btoa(String.fromCharCode(...randomBytes(secretBytes)))}`;
}
