/** Which part of the plane of themes a map shows, and how it is moved. Pure. */

export interface MapFrame {
  /** Pixels. */
  width: number;
  height: number;
}

/** A place on the plane: x and y from −1 to 1, up being up. */
export interface Place {
  x: number;
  y: number;
}

/** The place in the middle of the frame, and how near it is seen: steps of 1.6, from 0. */
export interface MapView extends Place {
  zoom: number;
}

export const wholeMap: MapView = { zoom: 0, x: 0, y: 0 };
/** Seen 4.1 times larger. */
export const nearest = 3;
const step = 1.6;
/** Pixels between the outermost themes and the frame, for their circles and names. */
const margin = { x: 70, y: 46 };
const marginShare = 1 / 6;

/** Pixels of one unit of the plane. */
function unitOf({ zoom }: MapView, { width, height }: MapFrame): Place {
  return { x: step ** zoom * (width / 2 - Math.min(margin.x, width * marginShare)), y: step ** zoom * (height / 2 - margin.y) };
}

/** Where a place is drawn: pixels from the left and from above. */
export function pixelsOf(place: Place, view: MapView, frame: MapFrame): Place {
  const unit = unitOf(view, frame);
  return { x: frame.width / 2 + (place.x - view.x) * unit.x, y: frame.height / 2 - (place.y - view.y) * unit.y };
}

/** The place that is drawn at these pixels. */
export function placeAt(pixels: Place, view: MapView, frame: MapFrame): Place {
  const unit = unitOf(view, frame);
  return { x: view.x + (pixels.x - frame.width / 2) / unit.x, y: view.y - (pixels.y - frame.height / 2) / unit.y };
}

/** Nearer or farther; the place `around` stays where it is in the frame. */
export function zoomed(view: MapView, by: number, around: Place = view): MapView {
  const zoom = Math.max(0, Math.min(nearest, view.zoom + by));
  const shrunk = step ** (view.zoom - zoom);
  return within({ zoom, x: around.x + (view.x - around.x) * shrunk, y: around.y + (view.y - around.y) * shrunk });
}

/** With the drawing moved by pixels to the right and down. */
export function moved(view: MapView, by: Place, frame: MapFrame): MapView {
  const unit = unitOf(view, frame);
  return within({ zoom: view.zoom, x: view.x - by.x / unit.x, y: view.y + by.y / unit.y });
}

/** With this place in the middle, as far as the plane reaches. */
export function centred(view: MapView, { x, y }: Place): MapView {
  return within({ zoom: view.zoom, x, y });
}

/** No further than the plane: the whole of it does not move. */
function within({ zoom, x, y }: MapView): MapView {
  const most = 1 - step ** -zoom;
  const limited = (value: number) => Math.max(-most, Math.min(most, value));
  return { zoom, x: limited(x), y: limited(y) };
}
