/** The table that the measurements of imports send. */
const rowsAPiece = 1_000;

/** A table that is made as it is sent: every row another text by another author, made of so many of `texts`. */
export function csvOf(texts: readonly string[], bytes: number, textsARow = 1): { body: ReadableStream<Uint8Array>; rows: () => number } {
  const encoder = new TextEncoder();
  let [row, sent] = [0, 0];
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode("id,text,author,date\n")),
    pull(controller) {
      if (sent >= bytes) return controller.close();
      const lines = Array.from({ length: rowsAPiece }, () => {
        const number = row++;
        const parts = Array.from({ length: textsARow }, (_, part) => texts[(number * textsARow + part) % texts.length] ?? "");
        const text = parts.join(" ").replaceAll('"', '""');
        return `${number},"${text} (${number})",person ${number % 50_021},2025-${String((number % 12) + 1).padStart(2, "0")}-15\n`;
      });
      const piece = encoder.encode(lines.join(""));
      sent += piece.length;
      controller.enqueue(piece);
    },
  });
  return { body, rows: () => row };
}
