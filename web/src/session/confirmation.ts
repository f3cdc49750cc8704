/** How the signed-in person proves again who they are. */
import { confirmationOptionsSchema, confirmedSchema } from "../../../contracts/services/sessions.ts";
import { post } from "../api/client.ts";
import { ApiProblem } from "../api/problem.ts";
import { askPasskey } from "./passkey.ts";

const root = "/api/v1/auth/confirm";

/** What counts as a proof of this person, with a fresh question for their passkeys. */
export function startConfirmation() {
  return post(`${root}/options`, confirmationOptionsSchema);
}

/** `code`: of the app or a recovery code, where there is a second factor. */
export function confirmByPassword(proof: { password: string; code?: string }) {
  return post(root, confirmedSchema, proof);
}

/** Asks anew: a question is answered once, even wrongly. Throws `ApiProblem` where the person declines. */
export async function confirmByPasskey() {
  const { passkey } = await startConfirmation();
  if (passkey === null)
    throw new ApiProblem({ code: "conflict", title: "No passkey", status: 0, detail: "You have no passkey any more.", retryable: false });
  const { token, options } = passkey;
  return post(root, confirmedSchema, { passkey: { token, credential: await askPasskey(options) } });
}
