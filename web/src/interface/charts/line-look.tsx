/** How the lines of a chart are told apart: by colour and by dashes, so that either is enough. */

/** As many lines as can still be told apart. */
export const mostLines = 6;

const looks = [
  { stroke: "stroke-line-1", fill: "fill-line-1", dashes: undefined },
  { stroke: "stroke-line-2", fill: "fill-line-2", dashes: "7 4" },
  { stroke: "stroke-line-3", fill: "fill-line-3", dashes: "2 4" },
  { stroke: "stroke-line-4", fill: "fill-line-4", dashes: "9 3 2 3" },
  { stroke: "stroke-line-5", fill: "fill-line-5", dashes: "12 4" },
  { stroke: "stroke-line-6", fill: "fill-line-6", dashes: "4 3" },
] as const;

/** Of the line with this place among those drawn. */
export function lineLook(index: number): (typeof looks)[number] {
  return looks[index % looks.length] ?? looks[0];
}

/** A piece of the line, for legends. */
export function LineSwatch({ index }: { index: number }) {
  const { stroke, dashes } = lineLook(index);
  return (
    <svg width="26" height="10" viewBox="0 0 26 10" aria-hidden="true" className="inline-block shrink-0">
      <line x1="2" x2="24" y1="5" y2="5" className={stroke} strokeWidth="2.5" strokeLinecap="round" strokeDasharray={dashes} />
    </svg>
  );
}
