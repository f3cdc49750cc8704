/** The line of what waits for a lane, most urgent first. */

export interface Waiting {
  /** Epoch milliseconds by which its turn should have come. */
  due: number;
}

export class WaitingLine<Entry extends Waiting> {
  /** Sorted by due time; among equals, who came first stands first. */
  #entries: Entry[] = [];

  get length(): number {
    return this.#entries.length;
  }

  add(entries: readonly Entry[]): void {
    const [first] = entries;
    if (first && entries.length === 1) this.#entries.splice(this.#placeOf(first), 0, first);
    // The sort is stable, and merging two sorted runs is what it does fastest.
    else this.#entries = [...this.#entries, ...entries].toSorted((a, b) => a.due - b.due);
  }

  /** Behind all that are due no later. */
  #placeOf({ due }: Entry): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.due ?? Infinity) <= due) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first `size` entries. */
  head(size: number): Entry[] {
    return this.#entries.slice(0, size);
  }

  /** Takes out every entry for which `leaves` is true. */
  remove(leaves: (entry: Entry) => boolean): void {
    this.#entries = this.#entries.filter((entry) => !leaves(entry));
  }
}
