/** Progress on stderr: a bar that redraws on a terminal, plain lines elsewhere. Stdout stays free for the report. */
export class ProgressLine {
  readonly #interactive = process.stderr.isTTY === true;
  #last = "";
  #lastStep = "";

  /** `share` from 0 to 1; left out where nothing can be counted. */
  show(step: string, share?: number): void {
    if (this.#interactive) {
      const width = 24;
      const filled = Math.round((share ?? 0) * width);
      const bar = share === undefined ? "" : `[${"█".repeat(filled)}${"░".repeat(width - filled)}] `;
      this.#write(`${bar}${step}`);
    } else if (step !== this.#lastStep) {
      process.stderr.write(`${step}\n`);
    }
    this.#lastStep = step;
  }

  done(): void {
    if (this.#interactive && this.#last !== "") process.stderr.write("\r\u001b[K");
    this.#last = "";
  }

  #write(line: string): void {
    if (line === this.#last) return;
    process.stderr.write(`\r\u001b[K${line}`);
    this.#last = line;
  }
}
