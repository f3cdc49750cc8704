/** How large the market is: what is stated, as ranges, and what follows from it, with what moves it most. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { currencySchema, formatWholeMoney, type Currency } from "../../../../contracts/money.ts";
import type { KeptMarketSize, MarketSize, MarketSizeRequest, NicheDetail, Spread } from "../../../../contracts/services/niche-analysis.ts";
import { ApiProblem } from "../../api/problem.ts";
import { Button } from "../../interface/button.tsx";
import { Folded } from "../../interface/folded.tsx";
import { linearScale } from "../../interface/charts/axis.ts";
import { IntervalBar } from "../../interface/charts/interval-bar.tsx";
import { NumberCell, SelectField, TextField } from "../../interface/field.tsx";
import { figure, title } from "../../interface/formats.ts";
import { Empty, Failure } from "../../interface/notice.tsx";
import { Card, Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { usePermission } from "../../session/permission.ts";
import { writeNiches } from "../demands.ts";
import { nicheQuery } from "../queries.ts";
import { draftOf, emptyDraft, readDraft, sizeInputs, type ReadDraft, type SizeDraft } from "./market-size-draft.ts";
import { sizeMarket } from "./queries.ts";

export function MarketSizePanel({ niche }: { niche: NicheDetail }) {
  const mayState = usePermission(writeNiches, "size the market").allowed;
  return (
    <Section
      title="Market size"
      lead="Customers × price × 12, then the part that can be served and the part that can be won. Say what you know as ranges; the last answer is kept with the niche."
    >
      <div className="grid gap-4 lg:grid-cols-2">
        {mayState && <SizeForm niche={niche} />}
        {niche.marketSize ? (
          <SizeResult kept={niche.marketSize} />
        ) : (
          <Empty title="Not computed yet">
            {mayState && (
              <p>
                State the four inputs. One number is taken as known; low, likeliest and high as a range; low and high alone as “eight times
                in ten between them”.
              </p>
            )}
          </Empty>
        )}
      </div>
    </Section>
  );
}

type Errors = Extract<ReadDraft, { ok: false }>["errors"];

function SizeForm({ niche }: { niche: NicheDetail }) {
  const queries = useQueryClient();
  const [edited, setDraft] = useState<SizeDraft>();
  const kept = niche.marketSize ? draftOf(niche.marketSize.request) : emptyDraft;
  const draft = edited ?? kept;
  const [errors, setErrors] = useState<Errors>({});
  const reread = () => queries.invalidateQueries({ queryKey: nicheQuery(niche.id).queryKey });
  const sizing = useMutation({
    mutationFn: async (request: MarketSizeRequest) => {
      try {
        return await sizeMarket(niche, request);
      } catch (cause) {
        if (!(cause instanceof ApiProblem) || cause.code !== "precondition_failed") throw cause;
        // The niche has gone on; when its size is what was seen, nobody's is overwritten.
        const now = await queries.fetchQuery({ ...nicheQuery(niche.id), staleTime: 0 });
        if (JSON.stringify(now.marketSize) !== JSON.stringify(niche.marketSize)) throw cause;
        return sizeMarket(now, request);
      }
    },
    // Somebody else may have kept another: it stands beside the form then, with what is typed still here.
    onError: reread,
    onSuccess: async () => {
      await reread();
      setDraft(undefined);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readDraft(draft);
    setErrors(read.ok ? {} : read.errors);
    if (read.ok) sizing.mutate(read.request);
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      className="on-screen h-fit space-y-4 rounded-xl border border-line bg-surface p-4"
      aria-label="Market size"
    >
      {sizeInputs.map(({ name, label, hint }) => (
        <fieldset key={name}>
          <legend className="text-sm font-medium">{label}</legend>
          <p className="text-xs text-muted">{hint}</p>
          <div className="mt-1 grid grid-cols-3 gap-2">
            {(["low", "likely", "high"] as const).map((end) => (
              <label key={end} className="text-xs text-muted">
                {end === "likely" ? "likeliest" : end}
                <NumberCell
                  label={`${label}, ${end === "likely" ? "likeliest" : end}`}
                  min={0}
                  value={draft[name][end]}
                  aria-invalid={errors[name] !== undefined}
                  onChange={(event) => setDraft({ ...draft, [name]: { ...draft[name], [end]: event.target.value } })}
                />
              </label>
            ))}
          </div>
          {errors[name] !== undefined && (
            <p role="alert" className="mt-1 text-sm text-bad">
              {errors[name]}
            </p>
          )}
        </fieldset>
      ))}
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label="Currency"
          value={draft.currency}
          choices={currencySchema.options.map((value) => ({ value, label: value }))}
          onChange={(event) => setDraft({ ...draft, currency: currencySchema.catch("USD").parse(event.target.value) })}
        />
        <TextField
          label="Somebody else’s figure"
          hint="For the whole market a year; only compared"
          inputMode="decimal"
          value={draft.topDown}
          error={errors.topDown}
          onChange={(event) => setDraft({ ...draft, topDown: event.target.value })}
        />
      </div>
      {sizing.error !== null && <Failure error={sizing.error} />}
      <Button type="submit" look="primary" pending={sizing.isPending} className="w-full">
        Compute and keep
      </Button>
    </form>
  );
}

const stages = [
  { name: "total", label: "Whole market (TAM)" },
  { name: "serviceable", label: "Can be served (SAM)" },
  { name: "obtainable", label: "Can be won (SOM)" },
] as const;

function SizeResult({ kept: { size } }: { kept: KeptMarketSize }) {
  const money = moneyOf(size.currency);
  const highest = size.total.p90;
  const columns: Column<{ label: string; spread: Spread }>[] = [
    { header: "A year", heads: true, cell: ({ label }) => label },
    { header: "Median", kind: "number", cell: ({ spread }) => money(spread.p50) },
    { header: "Eight times in ten", kind: "number", cell: ({ spread }) => `${money(spread.p10)} to ${money(spread.p90)}` },
    {
      header: <span className="sr-only">As a bar</span>,
      cell: ({ label, spread }) => (
        <IntervalBar
          className="w-28"
          value={spread.p50}
          low={spread.p10}
          high={spread.p90}
          from={0}
          to={highest}
          label={`${label}: ${money(spread.p50)}, between ${money(spread.p10)} and ${money(spread.p90)}`}
        />
      ),
    },
  ];
  return (
    <div className="min-w-0 space-y-4">
      <Table
        caption="Size of the market"
        columns={columns}
        rows={stages.map(({ name, label }) => ({ label, spread: size[name] }))}
        keyOf={({ label }) => label}
      />
      {size.topDown && (
        <p className="text-sm">
          The other figure is {size.topDown.ratio === null ? "without a ratio to" : `${figure(size.topDown.ratio)} times`} our median
          {size.topDown.agrees
            ? " and lies within our range."
            : " and lies outside of our range: look at the inputs, or at what it counts."}
        </p>
      )}
      <Tornado size={size} />
      <Folded summary="How it is counted" about="Market size">
        <p className="max-w-prose">
          Method: {size.method}. {figure(size.samples)} draws, seed {size.seed}; the median is right within{" "}
          {money(2 * size.obtainable.p50Error)} (two standard errors). Assumed: the four inputs are as you state them and do not depend on
          each other.
        </p>
      </Folded>
    </div>
  );
}

/** Each input alone from its 10th to its 90th percentile. */
function Tornado({ size: { swings, currency, obtainable } }: { size: MarketSize }) {
  const money = moneyOf(currency);
  const ends = swings.flatMap(({ atLow, atHigh }) => [atLow, atHigh]);
  const width = 160;
  const x = linearScale([Math.min(...ends), Math.max(...ends)], [4, width - 4]);
  const columns: Column<(typeof swings)[number]>[] = [
    { header: "Input", heads: true, cell: ({ name }) => title(name) },
    { header: "At its low end", kind: "number", cell: ({ atLow }) => money(atLow) },
    { header: "At its high end", kind: "number", cell: ({ atHigh }) => money(atHigh) },
    {
      header: <span className="sr-only">As a bar</span>,
      cell: ({ atLow, atHigh }) => (
        <svg viewBox={`0 0 ${width} 20`} aria-hidden="true" className="h-5 w-40">
          <rect
            x={x(Math.min(atLow, atHigh))}
            y="4"
            width={Math.max(1.5, Math.abs(x(atHigh) - x(atLow)))}
            height="12"
            rx="2"
            className="fill-accent"
            opacity="0.6"
          />
          <line x1={x(obtainable.p50)} x2={x(obtainable.p50)} y1="0" y2="20" className="stroke-strong-line" />
        </svg>
      ),
    },
  ];
  return (
    <Card className="space-y-2">
      <p className="text-sm font-medium">What moves the part that can be won</p>
      <Table
        caption="The market that can be won, with one input at its ends and the others at their medians"
        columns={columns}
        rows={swings}
        keyOf={({ name }) => name}
      />
    </Card>
  );
}

function moneyOf(currency: Currency): (minor: number) => string {
  return (minor) => formatWholeMoney({ minor, currency });
}
