import { expect, test } from "vitest";
import { handOver } from "./handing-over.ts";

/** As the runtime marks what an actor answered. */
function fromActor<T extends object>(value: T): T {
  return Object.defineProperty(value, Symbol.dispose, { value: () => undefined, enumerable: false });
}

class Base {
  readonly name = "base";
  async list() {
    return fromActor([1, 2]);
  }
}
class Service extends Base {
  async passedOn() {
    return fromActor({ ok: true, value: this.name });
  }
  at(once: number) {
    return once;
  }
  later() {
    return Promise.resolve(fromActor({ made: this.at(3) }));
  }
  async page() {
    return fromActor(new Response("as it is"));
  }
  async broken() {
    return Promise.reject(new Error("away"));
  }
}

test("what an actor answered is passed on without its disposer, whoever of the class passes it on", async () => {
  handOver(Service.prototype, Object.prototype);
  // A second object of the class changes nothing.
  handOver(Service.prototype, Object.prototype);
  const service = new Service();
  const answers = [await service.passedOn(), await service.later(), await service.list()];
  expect(answers).toEqual([{ ok: true, value: "base" }, { made: 3 }, [1, 2]]);
  expect(answers.map((answer) => Symbol.dispose in answer)).toEqual([false, false, false]);
});

test("what is answered at once, what is no plain value, and what fails, stays as it is", async () => {
  handOver(Service.prototype, Object.prototype);
  const service = new Service();
  expect(service.at(4)).toBe(4);
  expect(await (await service.page()).text()).toBe("as it is");
  await expect(service.broken()).rejects.toThrow("away");
});
