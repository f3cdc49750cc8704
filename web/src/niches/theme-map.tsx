/** The themes of a niche on a plane: near ones are alike, large ones have many texts. Choosing one shows it and leads to it. */
import { useState } from "react";
import type { NicheDetail, ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import { Button } from "../interface/button.tsx";
import { useWidth } from "../interface/charts/width.ts";
import { percent, plural } from "../interface/formats.ts";
import { ChangeDialog } from "./theme-changes/change-dialog.tsx";
import { layOutMap, zoomSteps, type MapMark } from "./theme-map-layout.ts";
import { themeAnchor } from "./theme-anchor.ts";

const looks: Record<ThemeSummary["severity"], string> = {
  high: "fill-bad-soft stroke-bad",
  medium: "fill-warn-soft stroke-warn",
  low: "fill-raised stroke-strong-line",
};

export function ThemeMap({ niche }: { niche: NicheDetail }) {
  const [frame, width] = useWidth<HTMLDivElement>(640);
  const [chosenId, setChosenId] = useState<string>();
  const [zoom, setZoom] = useState(0);
  const [changing, setChanging] = useState(false);
  const places = niche.finding?.places ?? [];
  const height = Math.round(Math.min(420, Math.max(260, width * 0.55)));
  const marks = layOutMap(niche.themes, places, { width, height, zoom, around: chosenId });
  const chosen = niche.themes.find(({ id }) => id === chosenId);
  return (
    <figure className="rounded-xl border border-line bg-surface p-4">
      <div className="on-screen flex flex-wrap items-center justify-between gap-2">
        <figcaption className="text-sm text-muted">
          Near themes are alike, larger ones have more texts; red ones are severe. Choose one to read or change it.
        </figcaption>
        <div className="flex gap-2">
          <Button onClick={() => setZoom(zoom - 1)} disabled={zoom === 0} aria-label="Zoom out">
            −
          </Button>
          <Button onClick={() => setZoom(zoom + 1)} disabled={zoom === zoomSteps - 1} aria-label="Zoom in">
            +
          </Button>
        </div>
      </div>
      <div ref={frame} className="mt-2 w-full overflow-hidden">
        <svg width={width} height={height} className="block text-xs" role="group" aria-label={`Map of ${plural(marks.length, "theme")}`}>
          {marks.map((mark) => (
            <Mark key={mark.theme.id} mark={mark} chosen={mark.theme.id === chosenId} onChoose={() => setChosenId(mark.theme.id)} />
          ))}
          {marks
            .filter(({ named, theme }) => named || theme.id === chosenId)
            .map((mark) => (
              <Name key={mark.theme.id} mark={mark} chosen={mark.theme.id === chosenId} />
            ))}
        </svg>
      </div>
      <p className="mt-2 min-h-8 text-sm" aria-live="polite">
        {chosen && (
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span>
              <strong>{chosen.label}</strong>: {plural(chosen.size, "text")}, {percent(chosen.complaint.value)} complain
            </span>
            <a href={`#${themeAnchor(chosen.id)}`} className="text-accent underline underline-offset-4">
              Go to it
            </a>
            <button type="button" onClick={() => setChanging(true)} className="text-accent underline underline-offset-4">
              Merge, split or rename
            </button>
          </span>
        )}
      </p>
      {chosen && changing && <ChangeDialog niche={niche} theme={chosen} onClose={() => setChanging(false)} />}
    </figure>
  );
}

function Mark({ mark, chosen, onChoose }: { mark: MapMark<ThemeSummary>; chosen: boolean; onChoose: () => void }) {
  const { theme, x, y, radius } = mark;
  return (
    <g
      role="button"
      tabIndex={0}
      aria-pressed={chosen}
      aria-label={`${theme.label}: ${plural(theme.size, "text")}, ${theme.severity} severity`}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        onChoose();
      }}
      className="cursor-pointer outline-none focus-visible:[&>circle]:stroke-accent"
    >
      <circle cx={x} cy={y} r={radius} strokeWidth={chosen ? 3 : 1.5} opacity="0.85" className={looks[theme.severity]} />
      <title>{theme.label}</title>
    </g>
  );
}

/** Above all circles, and told apart from those that lie under it; the button of the circle has the same name. */
function Name({ mark: { theme, x, y, radius }, chosen }: { mark: MapMark<ThemeSummary>; chosen: boolean }) {
  const look = chosen ? "fill-ink font-semibold" : "fill-muted";
  return (
    <text
      x={x}
      y={y + radius + 13}
      textAnchor="middle"
      aria-hidden="true"
      className={`pointer-events-none stroke-surface [paint-order:stroke] [stroke-width:3px] ${look}`}
    >
      {theme.label}
    </text>
  );
}
