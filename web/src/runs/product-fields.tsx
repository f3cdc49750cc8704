/** What is to be sold, to whom, with how much money for marketing. */
import { currencySchema, toMinor, type Currency } from "../../../contracts/money.ts";
import type { RunInput } from "../../../contracts/services/agent-teams.ts";
import { businessTypes, goals, type BusinessType, type Goal } from "../../../contracts/services/marketing-channels.ts";
import { SelectField, TextField } from "../interface/field.tsx";
import { numberOf } from "../interface/form.ts";
import { title } from "../interface/formats.ts";
import { defaultBudget } from "./assumption-fields.ts";

export interface ProductDraft {
  productName: string;
  audience: string;
  goal: Goal;
  businessType: BusinessType;
  currency: Currency;
  budget: string;
  targetMrr: string;
}

const defaults = { goal: "customer-acquisition", businessType: "saas", currency: "USD" } as const;
export const emptyProduct: ProductDraft = { ...defaults, productName: "", audience: "", budget: "", targetMrr: "" };

/** Only what differs from the method's own assumptions. */
export function statedProduct(draft: ProductDraft): NonNullable<RunInput["assumptions"]> {
  const { productName, audience, goal, businessType, currency } = draft;
  const [budget, targetMrr] = [numberOf(draft.budget), numberOf(draft.targetMrr)];
  return {
    ...(productName.trim() === "" ? {} : { productName }),
    ...(audience.trim() === "" ? {} : { audience: { description: audience.trim() } }),
    ...(goal === defaults.goal ? {} : { goals: [goal] }),
    ...(businessType === defaults.businessType ? {} : { businessType }),
    ...(budget === undefined && currency === defaults.currency
      ? {}
      : { budget: { minor: toMinor(budget ?? defaultBudget(currency), currency), currency } }),
    ...(targetMrr === undefined ? {} : { targetMrr: toMinor(targetMrr, currency) }),
  };
}

export function ProductFields({ draft, onChange }: { draft: ProductDraft; onChange: (draft: ProductDraft) => void }) {
  const set = (changed: Partial<ProductDraft>) => onChange({ ...draft, ...changed });
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      <TextField
        label="Product name"
        maxLength={80}
        value={draft.productName}
        onChange={(event) => set({ productName: event.target.value })}
      />
      <TextField
        label="Audience"
        maxLength={200}
        placeholder="people who cook for two"
        value={draft.audience}
        onChange={(event) => set({ audience: event.target.value })}
      />
      <SelectField
        label="Goal"
        choices={goals.map(choiceOf)}
        value={draft.goal}
        onChange={(event) => set({ goal: goals.find((goal) => goal === event.target.value) ?? defaults.goal })}
      />
      <SelectField
        label="Business type"
        choices={businessTypes.map(choiceOf)}
        value={draft.businessType}
        onChange={(event) => set({ businessType: businessTypes.find((type) => type === event.target.value) ?? defaults.businessType })}
      />
      <SelectField
        label="Currency"
        choices={currencySchema.options.map((currency) => ({ value: currency, label: currency }))}
        value={draft.currency}
        onChange={(event) => set({ currency: currencySchema.safeParse(event.target.value).data ?? defaults.currency })}
      />
      <TextField
        label={`Marketing budget a month, ${draft.currency}`}
        type="number"
        min={0}
        step="any"
        placeholder={String(defaultBudget(draft.currency))}
        value={draft.budget}
        onChange={(event) => set({ budget: event.target.value })}
      />
      <TextField
        label={`Target MRR, ${draft.currency}`}
        type="number"
        min={0}
        step="any"
        hint="The projection says how likely it is to be reached."
        value={draft.targetMrr}
        onChange={(event) => set({ targetMrr: event.target.value })}
      />
    </div>
  );
}

function choiceOf(value: string) {
  return { value, label: title(value) };
}
