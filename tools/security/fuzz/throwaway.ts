/** Operations that end what asks, or need what only they change: each is tried by people who are of no further use. */
import type { Operation } from "../operations.ts";
import { member, password, signUp, type Person } from "../people.ts";
import type { Stage } from "../stage.ts";
import type { Things } from "../things.ts";
import type { Sent } from "../wire.ts";

/** By operation: what a request of it holds for this person, beside what is drawn. */
const bodies: Readonly<Record<string, (person: Person) => object>> = {
  eraseOrganisation: ({ organisation }) => ({ organisation }),
  leaveOrganisation: ({ organisation }) => ({ organisation }),
  signOut: () => ({}),
  signIn: ({ email }) => ({ email, password }),
  signUp: ({ email }) => ({ email: `also-${email}`, password, name: "Ada", organisationName: "Looms" }),
  confirmIdentity: () => ({ password }),
  changePassword: () => ({ currentPassword: password, newPassword: "a still longer phrase of words" }),
};

export class Throwaways {
  readonly #stage: Stage;
  readonly #things: Things;
  #count = 0;

  constructor(stage: Stage, things: Things) {
    this.#stage = stage;
    this.#things = things;
  }

  /** Somebody new to send the operation; undefined where whoever asks stays what they were. */
  async forOperation({ id }: Operation): Promise<Person | undefined> {
    if (!bodies[id]) return undefined;
    const word = `throwaway${++this.#count}`;
    // The last owner cannot leave.
    return id === "leaveOrganisation" ? member(this.#stage, "viewer", this.#things.organisation, word) : signUp(this.#stage, "owner", word);
  }
}

/** The example of the operation that does something for this person. */
export function exampleFor(person: Person, { id }: Operation, example: Sent): Sent {
  const fitting = bodies[id]?.(person);
  if (!fitting || example.body === undefined) return example;
  return { ...example, body: JSON.stringify({ ...(JSON.parse(String(example.body)) as object), ...fitting }) };
}

/** `sent`, which was drawn for one person, as another sends it. */
export function handedOn(sent: Sent, from: Person, to: Person): Sent {
  if (typeof sent.body !== "string") return sent;
  return { ...sent, body: sent.body.replaceAll(from.organisation, to.organisation).replaceAll(from.email, to.email) };
}
