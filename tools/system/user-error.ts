/** An error that the person at the terminal caused or can mend: shown as one line, without a stack. */
export class UserError extends Error {
  override name = "UserError";
}
