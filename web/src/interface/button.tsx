/** Buttons, and the look of one for links. */
import type { ComponentProps, MouseEvent } from "react";

const looks = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover border-transparent",
  secondary: "border-strong-line bg-surface text-ink hover:bg-raised",
  danger: "border-bad bg-surface text-bad hover:bg-bad-soft",
  quiet: "border-transparent text-accent underline-offset-4 hover:underline",
} as const;
export type ButtonLook = keyof typeof looks;

export function buttonClass(look: ButtonLook = "secondary", more = ""): string {
  return `inline-flex min-h-10 items-center justify-center gap-2 rounded-lg border px-4 py-2 text-sm font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 ${looks[look]} ${more}`;
}

interface ButtonProps extends ComponentProps<"button"> {
  look?: ButtonLook;
  /** What the button began is under way: it says so and takes no second click, but keeps the focus, which a disabled one would lose. */
  pending?: boolean;
}

export function Button({ look = "secondary", pending = false, type = "button", className = "", onClick, children, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-busy={pending}
      aria-disabled={pending || undefined}
      onClick={pending ? doNothing : onClick}
      className={buttonClass(look, className)}
    >
      {pending && <Spinner />}
      {children}
    </button>
  );
}

/** Nor is a form sent, which the browser does by a click on its button. */
function doNothing(event: MouseEvent): void {
  event.preventDefault();
}

export function Spinner() {
  return (
    <svg viewBox="0 0 16 16" className="size-4 animate-spin motion-reduce:animate-none" aria-hidden="true">
      <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.25" />
      <path d="M8 1.5a6.5 6.5 0 0 1 6.5 6.5" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
