/** Texts inside a batch: engines that read text instead of tokens get its UTF-16 code units as ids (`core/character-tokenizer.ts`). */
import type { TokenBatch } from "./engine.ts";

/** The text of each row. */
export function textsOf({ ids, lengths, width }: TokenBatch): string[] {
  const decoder = new TextDecoder("utf-16le");
  return Array.from(lengths, (length, row) => decoder.decode(Uint16Array.from(ids.subarray(row * width, row * width + length))));
}
