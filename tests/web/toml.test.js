import assert from "node:assert/strict";
import { test } from "node:test";
import { findEntries, readStrings, removeTables, replaceKeys } from "../../src/mlgraph/web/static/toml.js";

const text = `# mine
pace = 8 # hours
have = [
  "a]", # not "b"
  'c#d',
]

[[post]]
position = "x"
from = 2020-01-01

[[learned]]
skill = "s"

[[learned]]
skill = "t"
on = "2026"
`;

test("the keys of a file have their tables and values", () => {
  const found = findEntries(text).map(({ table, key }) => `${table}.${key}`);
  assert.deepEqual(found, [
    ".pace",
    ".have",
    "post.position",
    "post.from",
    "learned.skill",
    "learned.skill",
    "learned.on",
  ]);
  assert.deepEqual(readStrings(findEntries(text)[1].value), ["a]", "c#d"]);
});
test("other values of keys leave the rest as it is", () => {
  const changed = replaceKeys(text, { pace: 6.5, have: ["a", 'q"'], goal: "g", position: null });
  assert.equal(
    changed,
    `# mine\npace = 6.5\nhave = ["a", "q\\""]\ngoal = "g"\n${text.slice(text.indexOf("\n[[post]]"))}`,
  );
});
test("tables are removed whole", () => {
  const left = removeTables(text, "learned", (entries) => entries[0].value.includes('"s"'));
  assert.equal(left, text.replace('[[learned]]\nskill = "s"\n\n', ""));
});
