/** An e-mail's text in parts: words, and links that lead to this installation. */
export interface MailPart {
  text: string;
  /** Path and fragment, for a link to `origin`; links elsewhere stay words. */
  to?: string;
}

export function mailParts(text: string, origin: string): MailPart[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .filter((part) => part !== "")
    .map((part) => {
      const url = /^https?:/.test(part) && URL.canParse(part) ? new URL(part) : undefined;
      return url?.origin === origin ? { text: part, to: `${url.pathname}${url.search}${url.hash}` } : { text: part };
    });
}
