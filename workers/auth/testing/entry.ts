/** The auth service alone, for its tests: its `fetch` answers requests, its methods are called as the bindings of others call them. */
import { Auth } from "../index.ts";

export default class AuthUnderTest extends Auth {
  /** From here on it is `now` for the service, epoch milliseconds. */
  async stopClock(now: number): Promise<void> {
    Date.now = () => now;
  }
}
