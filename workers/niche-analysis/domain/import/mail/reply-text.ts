/** What a mail itself says: without the mails that it answers or passes on, and without its signature. */

/** "On 3 March 2024 Ann wrote:", which may run over three lines, in the languages that mail programs are most used in. */
const attribution =
  /^\s*(?:On|Am|Le|El|Il|Em|Op|Den)\b(?=[^]*\d)[^]{4,300}?\s(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev)\b[^:\n]{0,120}:\s*$/i;
const passedOn =
  /^\s*(?:-{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message transféré|mensaje original|messaggio originale|mensagem original)\s*-{2,}|begin forwarded message:)\s*$/i;
const fromLine = /^\s*\*?(?:From|Von|De|Da|Van|Från)\s?:\*?\s/i;
const otherHeaderLine =
  /^\s*\*?(?:Sent|Date|To|Cc|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Para|Asunto|Assunto|Inviato|Oggetto|Verzonden|Aan|Onderwerp)\s?:\*?\s/i;
const programLine =
  /^\s*(?:Sent from (?:my|Mail|Outlook|Yahoo|Proton)\b|Get Outlook for\b|Gesendet (?:von|mit)\b|Von meinem .{1,30} gesendet|Envoyé (?:de mon|depuis)\b|Enviado desde\b|Inviato da)[^\n]{0,80}$/i;

/** `quotesGone`: the text has no quoted lines any more (it came from HTML), so words behind an attribution are the author's. */
export function replyText(text: string, quotesGone = false): string {
  const lines = text.split(/\r?\n/);
  const said: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (/^--\s?$/.test(line) || passedOn.test(line) || isHeaderBlock(lines, i)) break;
    const attributed = attributionLength(lines, i);
    if (attributed > 0) {
      const next = lines.slice(i + attributed).find((later) => later.trim() !== "");
      // Nothing quoted follows line by line: all of the rest is the older mail.
      if (!quotesGone && next !== undefined && !/^\s*>/.test(next)) break;
      i += attributed - 1;
    } else if (!/^\s*>/.test(line) && !programLine.test(line)) said.push(line);
  }
  return said.join("\n").trim();
}

/** How many lines from `at` on attribute what follows to somebody; 0 if they do not. */
function attributionLength(lines: readonly string[], at: number): number {
  // Only lines that can begin one are looked at any further: this runs for every line of every mail.
  if (!/^\s*(?:On|Am|Le|El|Il|Em|Op|Den)\b/i.test(lines[at]?.slice(0, 40) ?? "")) return 0;
  return (
    [1, 2, 3].find((length) =>
      attribution.test(
        lines
          .slice(at, at + length)
          .join("\n")
          .slice(0, 400),
      ),
    ) ?? 0
  );
}

/** "From: … Sent: … Subject: …", as some programs begin the mail that is answered. */
function isHeaderBlock(lines: readonly string[], at: number): boolean {
  const start = /^\s*_{8,}\s*$/.test(lines[at] ?? "") ? at + 1 : at;
  if (!fromLine.test(lines[start]?.slice(0, 200) ?? "")) return false;
  return lines.slice(start + 1, start + 6).filter((line) => otherHeaderLine.test(line.slice(0, 200))).length >= 2;
}
