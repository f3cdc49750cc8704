/** A list of whole numbers that grows: four bytes each, where an array of objects would take a hundred. */
export class Column {
  #values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  /** The numbers so far. */
  taken(): Int32Array {
    return this.#values.slice(0, this.length);
  }
}
