/** How a command ends: with the exit code that its `main` gives, or with one line that says what went wrong. */
import { UserError } from "./user-error.ts";

/** Runs `main` and sets the exit code. What the person at the terminal can mend is one line; anything else comes with its stack. */
export async function runCommand(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (cause) {
    console.error(cause instanceof UserError ? cause.message : cause);
    process.exitCode = 1;
  }
}
