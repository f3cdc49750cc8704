/** The themes of a niche on a plane: near ones are alike, large ones have many texts. Choosing one shows it and leads to it. */
import { useState, type FocusEvent } from "react";
import type { NicheDetail, ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import { Button } from "../interface/button.tsx";
import { useWidth } from "../interface/charts/width.ts";
import { percent, plural } from "../interface/formats.ts";
import { ChangeDialog } from "./theme-changes/change-dialog.tsx";
import { themeAnchor } from "./theme-anchor.ts";
import { layOutMap, type MapMark } from "./theme-map-layout.ts";
import { nearest } from "./theme-map-view.ts";
import { useMapView } from "./use-map-view.ts";

const looks: Record<ThemeSummary["severity"], string> = {
  high: "fill-bad-soft stroke-bad",
  medium: "fill-warn-soft stroke-warn",
  low: "fill-raised stroke-strong-line",
};

export function ThemeMap({ niche }: { niche: NicheDetail }) {
  const [frame, width] = useWidth<HTMLDivElement>(640);
  const [chosenId, setChosenId] = useState<string>();
  const [changing, setChanging] = useState(false);
  const places = niche.finding?.places ?? [];
  const height = Math.round(Math.min(420, Math.max(260, width * 0.55)));
  const size = { width, height };
  const { view, hands, zoom, onFocus } = useMapView(
    size,
    places.find(({ themeId }) => themeId === chosenId),
  );
  const marks = layOutMap(niche.themes, places, view, size);
  const chosen = niche.themes.find(({ id }) => id === chosenId);
  return (
    <figure className="rounded-xl border border-line bg-surface p-4">
      <div className="on-screen flex flex-wrap items-center justify-between gap-2">
        <figcaption className="text-sm text-muted">
          Near themes are alike, larger ones have more texts; red ones are severe. Choose one to read or change it.
        </figcaption>
        <div className="flex gap-2">
          <Button onClick={() => zoom(-1)} disabled={view.zoom === 0} aria-label="Zoom out">
            −
          </Button>
          <Button onClick={() => zoom(1)} disabled={view.zoom === nearest} aria-label="Zoom in">
            +
          </Button>
        </div>
      </div>
      <div ref={frame} className="mt-2 w-full overflow-hidden">
        <svg
          {...hands}
          width={width}
          height={height}
          tabIndex={0}
          role="group"
          aria-label={`Map of ${plural(marks.length, "theme")}. Plus and minus show it nearer and farther, arrow keys move it when it is near.`}
          className={`block text-xs -outline-offset-2 select-none ${view.zoom > 0 ? "cursor-grab touch-none active:cursor-grabbing" : ""}`}
        >
          {marks.map((mark) => (
            <Mark
              key={mark.theme.id}
              mark={mark}
              chosen={mark.theme.id === chosenId}
              onChoose={() => setChosenId(mark.theme.id)}
              onFocus={(event) => onFocus(mark.place, mark.radius, event)}
            />
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

interface MarkProps {
  mark: MapMark<ThemeSummary>;
  chosen: boolean;
  onChoose: () => void;
  onFocus: (event: FocusEvent) => void;
}

function Mark({ mark, chosen, onChoose, onFocus }: MarkProps) {
  const { theme, x, y, radius } = mark;
  return (
    <g
      role="button"
      tabIndex={0}
      aria-pressed={chosen}
      aria-label={`${theme.label}: ${plural(theme.size, "text")}, ${theme.severity} severity`}
      onClick={onChoose}
      onFocus={onFocus}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        onChoose();
      }}
      className="cursor-pointer outline-none focus-visible:[&>circle]:[stroke-width:4px] focus-visible:[&>circle]:stroke-accent"
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
