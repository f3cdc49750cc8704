/** Sums whose amounts are exact, or none. */
import { AmountTooLarge } from "../../../contracts/money.ts";
import { err, type Result } from "../../../contracts/result.ts";

/** What `calculate` gives; `invalid_input` when an amount would be larger than can be told exactly: each input is in its bounds, and together they are too much. */
export function exactly<T>(calculate: () => Result<T>): Result<T> {
  try {
    return calculate();
  } catch (cause) {
    if (!(cause instanceof AmountTooLarge)) throw cause;
    return err("invalid_input", "With these figures an amount becomes larger than 9,007,199,254,740,991 minor units. Use smaller ones.");
  }
}
