import type { Outline } from "../../../compiler/outline/outline.ts";
import { type Html, html } from "../html.ts";
import { tableOf } from "../table.ts";
import { bytes, count } from "../words.ts";
import { describe, pictureOf } from "./picture.ts";

export interface TotalCost {
  readonly parameters: number;
  readonly macs: number;
  readonly activationBytes: number;
}

/** The graph of a model as a picture, and what its parts cost as a table. */
export function modelShown(
  model: string,
  outline: Outline,
  { parameters, macs, activationBytes }: TotalCost,
): readonly Html[] {
  const parts = outline.parts.filter(({ kind }) => kind !== "input" && kind !== "output");
  const rows = parts.map(({ name, called, type, parameters, macs, shared }) => [
    name,
    called ?? "",
    type,
    shared ? "shared" : count(parameters),
    count(macs),
  ]);
  return [
    html`<p>${model} has ${count(parameters)} parameters, and computes ${count(macs)} multiply-accumulates and at most ${bytes(activationBytes)} of activations for a record.</p>`,
    html`<figure class="model"><figcaption>Graph of the model<p>From inputs to outputs: operators in the boxes of their blocks, the sizes of what they give for a record, parameters and multiply-accumulates.</p></figcaption>
<div class="scroll" tabindex="0" role="group" aria-label="Graph of the model">${pictureOf(outline, `Graph of ${model}: ${outline.parts.map(describe).join("; ")}`)}</div>
<details><summary>Numbers</summary>${tableOf({
      head: ["operator", "called", "gives", "parameters", "multiply-accumulates"],
      rows,
      right: [3, 4],
    })}</details></figure>
`,
  ];
}
