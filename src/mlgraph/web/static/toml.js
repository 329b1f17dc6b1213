// Reader and editor for the part of TOML that profiles use. An edit replaces some keys, and changes nothing else.

/**
 * A key with its value, and their place in the text. `table` is the header above the key, or "" at the top of the file.
 * A dotted key is not split.
 * @typedef {object} Entry
 * @property {string} table
 * @property {number} number - how many headers are above the key
 * @property {string} key
 * @property {string} value
 * @property {number} begins
 * @property {number} ends
 */

/** @typedef {{ table: string, begins: number }} Header */

const STRINGS = [/"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}/, /'''[\s\S]*?'{3,5}/, /"(?:[^"\\\n]|\\.)*"/, /'[^'\n]*'/];
const STRING = STRINGS.map(({ source }) => source).join("|");
const PART = `(?:[\\w-]+|"(?:[^"\\\\\\n]|\\\\.)*"|'[^'\\n]*')`;
const PATH = `${PART}(?:[ \\t]*\\.[ \\t]*${PART})*`;
const HEADER = new RegExp(`^[ \\t]*\\[\\[?[ \\t]*(${PATH})[ \\t]*\\]\\]?`);
const KEY = new RegExp(`^[ \\t]*(${PATH})[ \\t]*=[ \\t]*`);
// matches a string, a comment, a bracket or the end of a line
const TOKEN = new RegExp(`${STRING}|#[^\\r\\n]*|[[\\]{}\\n]`, "g");
const DEPTHS = new Map(Object.entries({ "[": 1, "{": 1, "]": -1, "}": -1 }));
// matches an escape in a string, or a backslash that joins two lines
const ESCAPE = /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|[ \t]*\r?\n\s*|([\s\S]))/g;
const ESCAPES = new Map(Object.entries({ b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\u001b" }));
const MARK = /^\ufeff/;

/**
 * Return the keys in a text.
 * @param {string} text
 */
export function findEntries(text) {
  return scan(text).entries;
}

/**
 * Return the keys and the headers in a text.
 * @param {string} text
 */
function scan(text) {
  /** @type {Entry[]} */
  const entries = [];
  /** @type {Header[]} */
  const headers = [];
  let [at, table] = [MARK.test(text) ? 1 : 0, ""];
  while (at < text.length) {
    const line = text.slice(at);
    const header = HEADER.exec(line);
    const key = KEY.exec(line);
    if (header) {
      table = unquote(header[1]);
      headers.push({ table, begins: at });
    }
    if (!key || header) {
      at = line.indexOf("\n") < 0 ? text.length : at + line.indexOf("\n") + 1;
      continue;
    }
    const ends = findEnd(text, at + key[0].length);
    const value = text.slice(at + key[0].length, ends);
    entries.push({ table, number: headers.length, key: unquote(key[1]), value, begins: at, ends });
    at = ends;
  }
  return { entries, headers };
}

/**
 * Return where a value ends. An array ends after its closing bracket, and any other value at the end of its line.
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
  return (value.match(TOKEN) ?? []).filter((token) => /^["']/.test(token)).map(unquote);
}

/**
 * Return the text of a string or of a key.
 * @param {string} quoted
 */
function unquote(quoted) {
  const quotes = /^("""|'''|"|')/.exec(quoted)?.[0] ?? "";
  if (!quotes || !quoted.endsWith(quotes)) return quoted;
  const inside = quoted.slice(quotes.length, -quotes.length);
  const text = quotes.length === 3 ? inside.replace(/^\r?\n/, "") : inside;
  if (quotes.startsWith("'")) return text;
  return text.replace(ESCAPE, (_, short, long, letter) => {
    if (short || long) return String.fromCodePoint(Number.parseInt(short ?? long, 16));
    return letter ? (ESCAPES.get(letter) ?? letter) : "";
  });
}

/**
 * Replace the values of some keys at the top of a text. The value null removes a key. Everything else stays, including
 * comments in the old values.
 * @param {string} text
 * @param {Record<string, string | number | string[] | null>} values
 */
export function replaceKeys(text, values) {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const plain = text.replace(MARK, "");
  const old = findEntries(plain).filter(({ table, key }) => table === "" && key in values);
  let kept = plain;
  for (const { value, begins, ends } of [...old].reverse()) {
    const comments = (value.match(TOKEN) ?? []).filter((token) => token.startsWith("#"));
    kept = kept.slice(0, begins) + comments.map((comment) => comment + newline).join("") + kept.slice(ends);
  }
  const given = Object.entries(values).filter(([, value]) => value !== null);
  const lines = given.map(
    ([key, value]) => `${key} = ${Array.isArray(value) ? `[${value.map(quote).join(", ")}]` : quote(value)}${newline}`,
  );
  const head = /^(?:[ \t]*#[^\n]*\n)*/.exec(kept)?.[0] ?? "";
  return head + lines.join("") + kept.slice(head.length);
}

/**
 * Remove tables from a text. `isLeft` gets the keys of a table, and returns whether to remove it.
 * @param {string} text
 * @param {string} table
 * @param {(entries: Entry[]) => boolean} isLeft
 */
export function removeTables(text, table, isLeft) {
  const { entries, headers } = scan(text);
  let kept = text;
  for (const [index, { begins }] of [...headers.entries()].reverse()) {
    const ends = headers[index + 1]?.begins ?? text.length;
    const inside = entries.filter((entry) => entry.table === table && entry.begins > begins && entry.begins < ends);
    if (inside.length && isLeft(inside)) kept = kept.slice(0, begins) + kept.slice(ends);
  }
  return kept;
}

/** @param {string | number | string[] | null} value */
const quote = (value) => (typeof value === "number" ? String(value) : JSON.stringify(value));
