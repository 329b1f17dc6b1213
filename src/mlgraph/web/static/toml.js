// The part of TOML that a profile has: its keys are read, and some are replaced without a change of the rest.

/**
 * A key with its value, and the place of both in the text. `table` is the header above it, "" at the top.
 * @typedef {object} Entry
 * @property {string} table
 * @property {number} number - counts the headers
 * @property {string} key
 * @property {string} value
 * @property {number} begins
 * @property {number} ends
 */

const HEADER = /^[ \t]*\[\[?[ \t]*([\w-]+)[ \t]*\]\]?/;
const KEY = /^[ \t]*"?([\w-]+)"?[ \t]*=[ \t]*/;
// a string, a comment, a bracket or the end of a line
const TOKEN = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[[\]{}\n]/g;
const DEPTHS = new Map(Object.entries({ "[": 1, "{": 1, "]": -1, "}": -1 }));

/**
 * Return the keys of a text.
 * @param {string} text
 */
export function findEntries(text) {
  /** @type {Entry[]} */
  const found = [];
  let [at, table, number] = [0, "", 0];
  while (at < text.length) {
    const line = text.slice(at);
    const header = HEADER.exec(line);
    const key = KEY.exec(line);
    const next = line.indexOf("\n") < 0 ? text.length : at + line.indexOf("\n") + 1;
    if (header) [table, number] = [header[1], number + 1];
    if (!key || header) {
      at = next;
      continue;
    }
    const ends = findEnd(text, at + key[0].length);
    const value = text.slice(at + key[0].length, ends);
    found.push({ table, number, key: key[1], value, begins: at, ends });
    at = ends;
  }
  return found;
}

/**
 * Return where a value ends: at the end of its line, or after the bracket that closes an array.
 * @param {string} text
 * @param {number} begins
 */
function findEnd(text, begins) {
  let depth = 0;
  TOKEN.lastIndex = begins;
  for (let token = TOKEN.exec(text); token; token = TOKEN.exec(text)) {
    const [sign] = token;
    depth += DEPTHS.get(sign) ?? 0;
    if (sign === "\n" && depth === 0) return token.index + 1;
  }
  return text.length;
}

/**
 * Return the strings in a value.
 * @param {string} value
 */
export function readStrings(value) {
  const strings = (value.match(TOKEN) ?? []).filter((token) => /^["']/.test(token));
  return strings.map((each) => (each.startsWith("'") ? each.slice(1, -1) : JSON.parse(each)));
}

/**
 * Return a text with other values of some keys at its top; null removes a key. The rest stays as it is.
 * @param {string} text
 * @param {Record<string, string | number | string[] | null>} values
 */
export function replaceKeys(text, values) {
  const old = findEntries(text).filter(({ table, key }) => table === "" && key in values);
  let kept = text;
  for (const { begins, ends } of [...old].reverse()) kept = kept.slice(0, begins) + kept.slice(ends);
  const given = Object.entries(values).filter(([, value]) => value !== null);
  const lines = given.map(
    ([key, value]) => `${key} = ${Array.isArray(value) ? `[${value.map(quote).join(", ")}]` : quote(value)}\n`,
  );
  const comments = /^(?:[ \t]*#[^\n]*\n)*/.exec(kept)?.[0] ?? "";
  return comments + lines.join("") + kept.slice(comments.length);
}

/**
 * Return a text without the tables for which `isLeft` holds, given their keys.
 * @param {string} text
 * @param {string} table
 * @param {(entries: Entry[]) => boolean} isLeft
 */
export function removeTables(text, table, isLeft) {
  const headers = [...text.matchAll(/^[ \t]*\[[^\n]*$/gm)].map(({ index }) => index ?? 0);
  const entries = findEntries(text);
  let kept = text;
  for (const [place, begins] of [...headers.entries()].reverse()) {
    const ends = headers[place + 1] ?? text.length;
    const inside = entries.filter((entry) => entry.table === table && entry.begins > begins && entry.begins < ends);
    if (inside.length && isLeft(inside)) kept = kept.slice(0, begins) + kept.slice(ends);
  }
  return kept;
}

/** @param {string | number | string[] | null} value */
const quote = (value) => (typeof value === "number" ? String(value) : JSON.stringify(value));
