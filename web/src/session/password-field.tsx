/** A new password. */
import { passwordLength } from "../../../contracts/services/auth.ts";
import { TextField } from "../interface/field.tsx";

export function NewPasswordField({
  label = "Password",
  name = "password",
  error,
}: {
  label?: string;
  name?: string;
  error: string | undefined;
}) {
  return (
    <TextField
      label={label}
      name={name}
      type="password"
      autoComplete="new-password"
      required
      minLength={passwordLength.min}
      maxLength={passwordLength.max}
      hint={`At least ${passwordLength.min} characters. A sentence is better than a word.`}
      error={error}
    />
  );
}
