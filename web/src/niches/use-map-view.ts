/** Moves the view of a map: with a pointer held down, with a wheel, with the keys of arrows, + and −. */
import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type MouseEvent, type PointerEvent } from "react";
import { centred, moved, pixelsOf, placeAt, wholeMap, zoomed, type MapFrame, type Place } from "./theme-map-view.ts";

/** Where the drawing goes when somebody looks the other way, as a share of the frame. */
const arrows: Partial<Record<string, Place>> = {
  ArrowLeft: { x: 0.2, y: 0 },
  ArrowRight: { x: -0.2, y: 0 },
  ArrowUp: { x: 0, y: 0.2 },
  ArrowDown: { x: 0, y: -0.2 },
};
const zooms: Partial<Record<string, number>> = { "+": 1, "=": 1, "-": -1 };
/** Pixels of a wheel for one step. */
const wheelStep = 250;
/** Pixels that a hand may shake during a click. */
const shaking = 4;

/** `chosen`: stays where it is while the view comes nearer. `hands` belong on the drawing, which fills the frame and can have the focus. */
export function useMapView(frame: MapFrame, chosen: Place | undefined) {
  const { width, height } = frame;
  const drawing = useRef<SVGSVGElement>(null);
  const held = useRef<{ at: Place; dragged: boolean }>(undefined);
  const focused = useRef<Place>(undefined);
  const [view, setView] = useState(wholeMap);

  // React's own handlers of wheels cannot keep the page from scrolling. Over a map that nobody uses it shall scroll.
  useEffect(() => {
    const svg = drawing.current;
    if (!svg) return undefined;
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey && !svg.contains(document.activeElement)) return;
      event.preventDefault();
      const { left, top } = svg.getBoundingClientRect();
      const at = { x: event.clientX - left, y: event.clientY - top };
      setView((before) => zoomed(before, -event.deltaY / wheelStep, placeAt(at, before, { width, height })));
    };
    svg.addEventListener("wheel", turn, { passive: false });
    return () => svg.removeEventListener("wheel", turn);
  }, [width, height]);

  const hands = {
    ref: drawing,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const onMap = event.target === event.currentTarget;
      const by = zooms[event.key];
      const arrow = onMap && view.zoom > 0 ? arrows[event.key] : undefined;
      if (by === undefined && !arrow) return;
      event.preventDefault();
      if (by !== undefined) setView(zoomed(view, by, onMap ? chosen : focused.current));
      if (arrow) setView(moved(view, { x: arrow.x * width, y: arrow.y * height }, frame));
    },
    onPointerDown: ({ clientX: x, clientY: y }: PointerEvent) => {
      held.current = { at: { x, y }, dragged: false };
    },
    onPointerMove: ({ buttons, clientX: x, clientY: y, currentTarget, pointerId }: PointerEvent) => {
      if (buttons !== 1 || !held.current || view.zoom === 0) return;
      const { at, dragged } = held.current;
      const by = { x: x - at.x, y: y - at.y };
      if (!dragged && Math.hypot(by.x, by.y) < shaking) return;
      currentTarget.setPointerCapture(pointerId);
      held.current = { at: { x, y }, dragged: true };
      setView((before) => moved(before, by, frame));
    },
    /** What ends a drag is no click. */
    onClickCapture: (event: MouseEvent) => {
      if (held.current?.dragged === true) event.stopPropagation();
    },
  };
  return {
    view,
    hands,
    zoom: (by: number) => setView(zoomed(view, by, chosen)),
    /** For what can have the focus within the drawing, `radius` pixels around a place: what the keyboard comes to is seen. */
    onFocus: (place: Place, radius: number, { currentTarget }: FocusEvent) => {
      focused.current = place;
      const { x, y } = pixelsOf(place, view, frame);
      const seen = x >= radius && x <= width - radius && y >= radius && y <= height - radius;
      if (!seen && currentTarget.matches(":focus-visible")) setView(centred(view, place));
    },
  };
}
