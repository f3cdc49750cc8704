/** Numbers for the texts that a report quotes, and where each of them comes from. */
import type { Evidence } from "../../../../contracts/services/niche-evidence.ts";
import { plainMarkdown } from "./markdown-text.ts";

export class Footnotes {
  readonly #evidence: ReadonlyMap<string, Evidence>;
  readonly #numbers = new Map<string, number>();

  constructor(evidence: readonly Evidence[]) {
    this.#evidence = new Map(evidence.map((row) => [row.id, row]));
  }

  /** The mark of a text, `[^3]`: the same each time that it is quoted. */
  mark(evidenceId: string): string {
    const number = this.#numbers.get(evidenceId) ?? this.#numbers.size + 1;
    this.#numbers.set(evidenceId, number);
    return `[^${number}]`;
  }

  /** One line a text, in the order of the numbers. */
  lines(): string[] {
    return [...this.#numbers].map(([evidenceId, number]) => `[^${number}]: ${this.#origin(evidenceId)}`);
  }

  #origin(evidenceId: string): string {
    const row = this.#evidence.get(evidenceId);
    if (!row) return `\`${evidenceId}\``;
    const { source, row: line, date, rating, author } = row;
    const parts = [
      `${plainMarkdown(source)}, row ${line}`,
      ...(date === undefined ? [] : [date.slice(0, 10)]),
      ...(rating === undefined ? [] : [`rating ${rating}`]),
      ...(author === undefined ? [] : [`author ${author.slice(0, 8)}`]),
      `\`${evidenceId}\``,
    ];
    return parts.join("; ");
  }
}
