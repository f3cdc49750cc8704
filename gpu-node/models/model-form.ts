/**
 * In which arithmetic a model that comes with the node is computed; each is a version of its own (docs/adr/0018-forms-of-weights.md).
 *
 * `exact`: whole numbers wherever the encoder adds up, so that every processor gives the same vectors to the last bit (docs/adr/0024-one-result-on-every-processor.md).
 * `w8`: weights of 8 bits in blocks, made for processors that multiply bytes. `fp32`: float32 throughout, the reference.
 */
export const modelForms = ["exact", "w8", "fp32"] as const;
export type ModelForm = (typeof modelForms)[number];
/** What is served unless the operator chooses another. */
export const servedForm: ModelForm = "exact";
