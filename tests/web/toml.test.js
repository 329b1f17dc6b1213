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
    `# mine\n# hours\n# not "b"\npace = 6.5\nhave = ["a", "q\\""]\ngoal = "g"\n${text.slice(text.indexOf("\n[[post]]"))}`,
  );
});
test("tables are removed whole", () => {
  const left = removeTables(text, "learned", (entries) => entries[0].value.includes('"s"'));
  assert.equal(left, text.replace('[[learned]]\nskill = "s"\n\n', ""));
});

// layouts of a file, with what is left of it once the list `have` is another one
const LAYOUTS = {
  "a header in a string": [
    'id = """\n[learned]\nhave = [\n"""\nhave = ["r"]\n',
    'id = """\n[learned]\nhave = [\n"""\n',
  ],
  "a bracket in a string": ["id = '''\nhave = [ # ]'''\nhave=['r']", "id = '''\nhave = [ # ]'''\n"],
  "a key in quotes": ["'have' = ['r']\npace = 1\n", "pace = 1\n"],
  "a key with an escape": ['"h\\u0061ve" = ["r"]\npace = 1\n', "pace = 1\n"],
  "strings over lines": ["have = [\"\"\"\\\n  r\"\"\", '''\ns''']\npace = 1\n", "pace = 1\n"],
  "a byte-order mark": ['\ufeffhave = ["r"]\npace = 1\n', "pace = 1\n"],
  "dotted keys": [
    'plan.have = ["r"]\nplan . on = """\nhave = 1"""\n',
    'plan.have = ["r"]\nplan . on = """\nhave = 1"""\n',
  ],
};
for (const [name, [layout, left]] of Object.entries(LAYOUTS)) {
  test(`a list is replaced in a file with ${name}`, () => {
    assert.equal(replaceKeys(layout, { have: ["a"] }), `have = ["a"]\n${left}`);
  });
}
test("line ends of Windows stay", () => {
  const changed = replaceKeys('# mine\r\nhave = [ # ours\r\n "r",\r\n]\r\n', { have: ["a"], pace: 3 });
  assert.equal(changed, '# mine\r\n# ours\r\nhave = ["a"]\r\npace = 3\r\n');
});
test("strings of each kind are read", () => {
  const value = `["a\\u0062\\t\\U0001F600", 'c\\', """\nd"\\\n  e""", '''\nf'''']`;
  assert.deepEqual(readStrings(value), ["ab\t\u{1F600}", "c\\", 'd"e', "f'"]);
});
test("a header in a string is no table", () => {
  const file = 'id = """\n[learned]\n"""\n[[learned]]\nskill = "s"\n';
  assert.equal(
    removeTables(file, "learned", () => true),
    'id = """\n[learned]\n"""\n',
  );
});
