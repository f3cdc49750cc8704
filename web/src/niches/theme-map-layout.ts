/** Where the themes of a map are drawn. Pure. */

export interface MapMark<Theme> {
  theme: Theme;
  /** Pixels, of the middle. */
  x: number;
  y: number;
  radius: number;
  /** Has room for its name. */
  named: boolean;
}

export interface MapView {
  width: number;
  height: number;
  /** A step, from 0. */
  zoom: number;
  /** The theme that stays in the middle when the view is nearer. */
  around: string | undefined;
}

/** How near the view can be: 1, 1.6, 2.6 and 4.1 times. */
export const zoomSteps = 4;
const step = 1.6;
const [smallest, largest] = [6, 34];
const margin = { x: 70, y: 46 };
/** Pixels of a letter of a name, on average, and its height. */
const letter = { width: 6.2, height: 15 };

/** Largest first, so that small ones lie on top; themes without a place are left out. Names that would cover a larger theme's name are not shown. */
export function layOutMap<Theme extends { id: string; label: string; size: number }>(
  themes: readonly Theme[],
  places: readonly { themeId: string; x: number; y: number }[],
  { width, height, zoom, around }: MapView,
): MapMark<Theme>[] {
  const placeOf = new Map(places.map((place) => [place.themeId, place]));
  const middle = (zoom > 0 ? placeOf.get(around ?? "") : undefined) ?? { x: 0, y: 0 };
  const scale = step ** zoom;
  const most = Math.max(1, ...themes.map(({ size }) => size));
  const taken: { x: number; y: number; half: number }[] = [];
  return themes
    .flatMap((theme) => {
      const place = placeOf.get(theme.id);
      if (!place) return [];
      return [
        {
          theme,
          x: width / 2 + (place.x - middle.x) * scale * (width / 2 - margin.x),
          y: height / 2 - (place.y - middle.y) * scale * (height / 2 - margin.y),
          radius: Math.max(smallest, largest * Math.sqrt(theme.size / most)),
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
