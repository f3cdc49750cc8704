/** The models of a running node on its disk: makes them ready, asks their sources anew, and keeps what is in service from being removed. */
import { err, ok, type Result } from "../../contracts/result.ts";
import type { DiskRoom } from "./disk-room.ts";
import { keyOf } from "./model-key.ts";
import { prepareAll } from "./model-list.ts";
import type { ProgressBoard } from "./progress-board.ts";
import type { ModelChoice, ServableModel } from "./servable-model.ts";
import type { StoreContext } from "./store-context.ts";

export interface ModelShelfOptions {
  /** The store's folder. */
  folder: string;
  room: DiskRoom;
  board: ProgressBoard;
  /** The list of models as it is now. */
  readModels: () => Result<ModelChoice[]>;
}

export class ModelShelf {
  readonly #options: ModelShelfOptions;
  #choices: readonly ModelChoice[];
  /** What lets go of a model's folder, by `name@version`. */
  readonly #holds = new Map<string, () => void>();

  constructor(choices: readonly ModelChoice[], options: ModelShelfOptions) {
    this.#choices = choices;
    this.#options = options;
  }

  /** Makes every model of the list ready. `renew`: reads the list and asks the sources anew. A fault changes nothing. */
  async ready(renew: boolean): Promise<Result<ServableModel[]>> {
    const choices = renew ? this.#options.readModels() : ok(this.#choices);
    if (!choices.ok) return choices;
    const { folder, board } = this.#options;
    const models = await prepareAll(folder, choices.value, this.#context(renew));
    for (const { name } of choices.value) board.drop(name);
    if (!models.ok) return models;
    this.#choices = choices.value;
    for (const model of models.value) this.#hold(model);
    return models;
  }

  /** Makes one model ready again whose files were damaged. */
  async repair({ name }: ServableModel): Promise<Result<ServableModel>> {
    const choice = this.#choices.find((one) => one.name === name);
    if (!choice) return err("unavailable", `${name} is not served any more.`, { retryable: false });
    return choice.make(this.#options.folder, this.#context(false));
  }

  /** Models that have left may make room for others, unless they are in service again. */
  release(left: readonly ServableModel[], inService: ReadonlySet<string>): void {
    for (const key of left.map(keyOf).filter((one) => !inService.has(one))) {
      this.#holds.get(key)?.();
      this.#holds.delete(key);
    }
  }

  close(): Promise<void> {
    return this.#options.room.close();
  }

  #hold(model: ServableModel): void {
    if (model.kind === "graph" && !this.#holds.has(keyOf(model))) this.#holds.set(keyOf(model), this.#options.room.hold(model.home));
  }

  #context(renew: boolean): StoreContext {
    const { room, board } = this.#options;
    return { renew, room: (bytes) => room.make(bytes), hold: (path) => room.hold(path), report: (event) => board.report(event) };
  }
}
