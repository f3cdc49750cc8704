/** Which events an endpoint gets: all of them, also those of types to come, or chosen types of the catalogue. */
import { eventTypes, type EventType } from "../../../contracts/events/index.ts";
import { plural } from "../interface/formats.ts";
import { typeGroups } from "./event-type-groups.ts";

interface EventTypeChoiceProps {
  /** Undefined: all. */
  chosen: readonly string[] | undefined;
  onChoose: (types: string[] | undefined) => void;
  error?: string | undefined;
}

const groups = typeGroups(eventTypes);

export function isEventType(type: string): type is EventType {
  return eventTypes.some((one) => one === type);
}

export function EventTypeChoice({ chosen, onChoose, error }: EventTypeChoiceProps) {
  const toggle = (type: string, on: boolean) => onChoose(on ? [...(chosen ?? []), type] : (chosen ?? []).filter((one) => one !== type));
  return (
    <fieldset className="space-y-2">
      <legend className="text-sm font-medium">Events</legend>
      <label className="flex min-h-8 items-center gap-2 text-sm">
        <input
          type="radio"
          name="which"
          className="size-4 accent-accent"
          checked={chosen === undefined}
          onChange={() => onChoose(undefined)}
        />
        All, and those of types to come
      </label>
      <label className="flex min-h-8 items-center gap-2 text-sm">
        <input type="radio" name="which" className="size-4 accent-accent" checked={chosen !== undefined} onChange={() => onChoose([])} />
        {chosen === undefined ? "Only chosen types" : `Only chosen types (${plural(chosen.length, "type")})`}
      </label>
      {chosen !== undefined && (
        <div
          className="max-h-64 space-y-3 overflow-y-auto rounded-lg border border-line p-3"
          tabIndex={0}
          role="group"
          aria-label="Types of events"
        >
          {groups.map(({ noun, types }) => (
            <fieldset key={noun}>
              <legend className="text-sm font-medium text-muted">{noun}</legend>
              <div className="grid sm:grid-cols-2">
                {types.map((type) => (
                  <label key={type} className="flex min-h-8 items-center gap-2 text-sm wrap-anywhere">
                    <input
                      type="checkbox"
                      className="size-4 shrink-0 accent-accent"
                      checked={chosen.includes(type)}
                      onChange={(event) => toggle(type, event.target.checked)}
                    />
                    {type}
                  </label>
                ))}
              </div>
            </fieldset>
          ))}
        </div>
      )}
      {error !== undefined && (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
