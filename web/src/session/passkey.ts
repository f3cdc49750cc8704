/** Asking the browser for passkeys (WebAuthn). Both throw `ApiProblem` where it has none or the person declines. */
import { newPasskeySchema, type NewPasskey } from "../../../contracts/services/factors.ts";
import { ApiProblem } from "../api/problem.ts";

/** A new passkey, as the server takes it. `options`: as the server gives them. */
export function makePasskey(options: Record<string, unknown>): Promise<NewPasskey["credential"]> {
  return asked((api) => navigator.credentials.create({ publicKey: api.parseCreationOptionsFromJSON(known(options)) }));
}

/** Proof of a passkey that the person has. */
export function askPasskey(options: Record<string, unknown>): Promise<NewPasskey["credential"]> {
  return asked((api) => navigator.credentials.get({ publicKey: api.parseRequestOptionsFromJSON(known(options)) }));
}

/** Whether this browser has passkeys at all. They also need HTTPS, or `localhost` by its name. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== "undefined" && "parseCreationOptionsFromJSON" in PublicKeyCredential;
}

async function asked(ask: (api: typeof PublicKeyCredential) => Promise<Credential | null>): Promise<NewPasskey["credential"]> {
  if (!hasPasskeys()) throw refusal("This browser has no passkeys here. They need a recent browser, and HTTPS or http://localhost.");
  const credential = await ask(PublicKeyCredential).catch((cause: unknown) => {
    // What the browser says names neither the person nor the site: it tells nobody whether there is a passkey.
    throw refusal(
      cause instanceof DOMException && cause.name === "InvalidStateError"
        ? "This device has a passkey of yours already."
        : "The browser gave no passkey: the question was declined, took too long, or there is none for this site.",
    );
  });
  if (!(credential instanceof PublicKeyCredential)) throw refusal("The browser gave something else than a passkey.");
  return newPasskeySchema.shape.credential.parse(credential.toJSON());
}

/** The server's library made them for exactly this; the browser checks each field again. */
function known<Options>(options: Record<string, unknown>): Options {
  return options as Options;
}

function refusal(detail: string): ApiProblem {
  return new ApiProblem({ code: "conflict", title: "No passkey", status: 0, detail, retryable: false });
}
