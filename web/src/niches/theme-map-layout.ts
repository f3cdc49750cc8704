/** Where the themes of a map are drawn. Pure. */
import { pixelsOf, type MapFrame, type MapView, type Place } from "./theme-map-view.ts";

export interface MapMark<Theme> {
  theme: Theme;
  place: Place;
  /** Pixels, of the middle. */
  x: number;
  y: number;
  radius: number;
  /** Has room for its name. */
  named: boolean;
}

/** Radii; on a narrow map circles are smaller, so that they do not hide each other. */
const [smallest, largest] = [6, 34];
const largestShare = 1 / 14;
/** Pixels of a letter of a name, on average, and its height. */
const letter = { width: 6.2, height: 15 };

/** Largest first, so that small ones lie on top; themes without a place are left out. Names that would cover a larger theme's name are not shown. */
export function layOutMap<Theme extends { id: string; label: string; size: number }>(
  themes: readonly Theme[],
  places: readonly { themeId: string; x: number; y: number }[],
  view: MapView,
  frame: MapFrame,
): MapMark<Theme>[] {
  const placeOf = new Map(places.map((place) => [place.themeId, place]));
  const most = Math.max(1, ...themes.map(({ size }) => size));
  const taken: { x: number; y: number; half: number }[] = [];
  return themes
    .flatMap((theme) => {
      const place = placeOf.get(theme.id);
      if (!place) return [];
      return [
        {
          theme,
          place,
          ...pixelsOf(place, view, frame),
          radius: Math.max(smallest, Math.min(largest, frame.width * largestShare) * Math.sqrt(theme.size / most)),
        },
      ];
    })
    .toSorted((a, b) => b.theme.size - a.theme.size || (a.theme.id < b.theme.id ? -1 : 1))
    .map((mark) => {
      const name = { x: mark.x, y: mark.y + mark.radius + letter.height, half: (mark.theme.label.length * letter.width) / 2 };
      const named = taken.every(
        (other) => Math.abs(other.y - name.y) >= letter.height || Math.abs(other.x - name.x) >= other.half + name.half,
      );
      if (named) taken.push(name);
      return { ...mark, named };
    });
}
