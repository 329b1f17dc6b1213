import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseFirst, readAddress, writeAddress } from "../../src/mlgraph/web/static/address.js";

const defaults = { pace: "10", objective: "time", objectives: ["time", "effort"] };
const nodes = new Map(["a", "b", "s"].map((id) => [id, {}]));
const read = (hash) => readAddress(hash, nodes, defaults);

test("the empty address has the defaults", () => {
  assert.deepEqual(read(""), chooseFirst(defaults));
  assert.equal(writeAddress(chooseFirst(defaults), defaults), "#");
});
test("an address leads back to the choices that it was made of", () => {
  const choices = { from: "a", to: "b", have: ["s"], via: ["a", "b"], pace: "7.5", by: "effort", way: "2" };
  const served = { experience: "data=24,lead=6", from_posts: "s=a", months_in_post: "18", start: "2027-01-31" };
  const choice = {
    ...chooseFirst(defaults),
    ...choices,
    ...served,
    node: "s",
    view: "needs:s",
    tab: "why",
    within: "24",
  };
  assert.deepEqual(read(writeAddress(choice, defaults)), choice);
});

test("an address says what it has instead of what a profile has", () => {
  const own = { have: ["s"], avoid: ["s"], pace: "8", from: "a", learning: [] };
  const choice = { ...chooseFirst(defaults), have: ["b"], to: "b" };
  const address = writeAddress(choice, defaults, own);
  assert.equal(address, "#from=&to=b&have=b&avoid=&pace=10");
  assert.deepEqual(read(address), choice);
});

const first = chooseFirst(defaults);
for (const hash of [
  "from=x",
  "node=toString",
  "have=x&via=__proto__",
  "by=constructor",
  "way=12",
  "tab=other",
  "within=soon",
  "side=x",
]) {
  test(`an address without sense is left out: ${hash}`, () => assert.deepEqual(read(`#${hash}`), first));
}
