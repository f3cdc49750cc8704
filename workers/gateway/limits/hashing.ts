/**
 * How many requests may wait for a password to be hashed, which the auth service does one after the other. Strangers and people who are signed in
 * have places of their own, and one address has half of the strangers': whoever tries passwords leaves the others theirs.
 */
import { err, type Err } from "../../../contracts/result.ts";

/** Requests at a time in this isolate. At about 180 ms each the last of sixteen is answered after three seconds. */
export const hashingPlaces = { strangers: 16, strangersOfOneAddress: 8, signedIn: 8 } as const;
const retryAfter = 2;

export interface Hashing {
  /** Nobody is known to be signed in. */
  stranger: boolean;
  /** As limits count it. */
  address: string;
}

export class HashingRoom {
  #strangers = 0;
  #signedIn = 0;
  readonly #ofAddress = new Map<string, number>();

  /** `overloaded` when there is no place for it; else undefined, and `leave` must follow. */
  enter({ stranger, address }: Hashing): Err | undefined {
    const own = this.#ofAddress.get(address) ?? 0;
    const full = stranger
      ? this.#strangers >= hashingPlaces.strangers || own >= hashingPlaces.strangersOfOneAddress
      : this.#signedIn >= hashingPlaces.signedIn;
    if (full) return err("overloaded", "Too many passwords are being checked at the moment. Try again shortly.", { retryAfter });
    if (stranger) {
      this.#strangers += 1;
      this.#ofAddress.set(address, own + 1);
    } else this.#signedIn += 1;
    return undefined;
  }

  leave({ stranger, address }: Hashing): void {
    if (!stranger) {
      this.#signedIn -= 1;
      return;
    }
    this.#strangers -= 1;
    const left = (this.#ofAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#ofAddress.set(address, left);
    else this.#ofAddress.delete(address);
  }
}
