import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findNear, fold, search } from "../../src/mlgraph/web/static/names.js";

const cases = JSON.parse(readFileSync(new URL("folding.json", import.meta.url), "utf8"));

for (const [name, folded] of cases) test(`${name} folds as in Python`, () => assert.equal(fold(name), folded));

const node = (id, title, kind, ...names) => ({ id, title, kind, names: [fold(title), ...names] });
const nodes = [
  node("ds", "Data scientist", "role", "ds"),
  node("cds", "Chief data scientist", "role", "cds"),
  node("data", "Data", "skill"),
  node("big-data", "Big data", "skill"),
  node("metadata", "Metadata", "skill"),
  node("street", "Straße", "skill"),
  node("resume", "Resume", "skill"),
  node("cv", "Résumé", "skill"),
];
const found = (text, ...kinds) => search(nodes, text, kinds).map(({ id }) => id);

test("a whole name comes before its beginning, that of a word, and any part", () =>
  assert.deepEqual(found("data", "role", "skill"), ["data", "ds", "cds", "big-data", "metadata"]));
test("an alias comes after a title that fits as well", () => assert.deepEqual(found("ds", "role"), ["ds", "cds"]));
test("only the kinds that are asked for are found", () => assert.deepEqual(found("ds", "skill"), []));
test("a name is found by its full case folding", () => assert.deepEqual(found("STRASSE", "skill"), ["street"]));
test("the very letters of a title come first", () => {
  assert.deepEqual(found("Résumé", "skill"), ["cv", "resume"]);
  assert.deepEqual(found("Resume", "skill"), ["resume", "cv"]);
  assert.deepEqual(found("RÉSUMÉ", "skill"), ["cv", "resume"]);
  assert.deepEqual(found("Résumé".normalize("NFD"), "skill"), ["cv", "resume"]);
});
test("at most eight are found", () => {
  const many = Array.from({ length: 20 }, (_, place) => node(`n${place}`, `Node ${place}`, "skill"));
  assert.equal(search(many, "node", ["skill"]).length, 8);
});

const near = (text) => findNear(nodes, text, ["role", "skill"]).map(({ id }) => id);

test("a misspelt name is near the right one", () => assert.equal(near("Data scientest")[0], "ds"));
test("nothing is near a name of other letters", () => assert.deepEqual(near("qwxz"), []));
