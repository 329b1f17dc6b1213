// Client of the server. A page in one file has the answers inside and needs no server.

/** @import { Choice } from "./address.js" */
/** @import { AdvertText, Index, NodeText, PlanText, Plans, Problem, Profile, View } from "./api.js" */

/**
 * The answers inside a page in one file.
 * @typedef {object} Held
 * @property {Index} graph
 * @property {Record<string, NodeText>} nodes
 * @property {Record<string, View>} views
 * @property {Record<string, PlanText | Problem>} plans
 */

const embedded = document.getElementById("known");
/** @type {Held | null} */
const held = embedded && (await unpack(embedded.textContent ?? ""));

/** @param {string} text */
async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

/**
 * @param {string} path
 * @param {RequestInit} options
 */
async function ask(path, options = {}) {
  const response = await fetch(`api/${path}`, options).catch((error) => {
    throw isAbort(error) ? error : new Error("The server does not answer. Is mlgraph serve still running?");
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/**
 * @template Answer
 * @param {Record<string, Answer | Problem>} answers
 * @param {string} key
 */
function find(answers, key) {
  if (!Object.hasOwn(answers, key)) {
    throw new Error("This file does not have the answer; run mlgraph serve for it.");
  }
  const answer = /** @type {Answer & Partial<Problem>} */ (answers[key]);
  if (answer.error) throw new Error(answer.error);
  return answer;
}

/** @param {Partial<Choice>} choice */
function query({ from, to, have, pace, by, via, avoid, experience, months_in_post, start }) {
  const asked = new URLSearchParams();
  const single = { from, to, pace, by, experience, months_in_post, start };
  for (const [name, value] of Object.entries(single)) if (value) asked.set(name, value);
  for (const [name, values] of Object.entries({ have, via, avoid })) {
    for (const value of values ?? []) asked.append(name, value);
  }
  return asked;
}

/** @param {unknown} error */
export const isAbort = (error) => error instanceof DOMException && error.name === "AbortError";

export const client = {
  inOneFile: Boolean(held),

  /** @returns {Promise<Index>} */
  graph: async () => (held ? held.graph : ask("graph")),

  /** @type {(id: string) => Promise<NodeText>} */
  node: async (id) => (held ? find(held.nodes, id) : ask(`node?${new URLSearchParams({ id })}`)),

  /** @type {(name: string) => Promise<View>} */
  view: async (name) => (held ? find(held.views, name) : ask(`view?${new URLSearchParams({ name })}`)),

  /** @type {(choice: Choice, signal: AbortSignal) => Promise<PlanText>} */
  plan: async (choice, signal) =>
    held ? find(held.plans, `${choice.from} ${choice.to}`) : ask(`plan?${query(choice)}`, { signal }),

  /** @type {(choice: Choice, signal: AbortSignal) => Promise<Plans>} */
  plans: (choice, signal) => ask(`plans?${query(choice)}`, { signal }),

  /** @type {(file: File) => Promise<Profile>} */
  readProfile: (file) => ask("me", { method: "POST", headers: { "content-type": "application/toml" }, body: file }),

  /** @type {(text: string) => Promise<AdvertText>} */
  match: (text) => ask("match", { method: "POST", headers: { "content-type": "text/markdown" }, body: text }),

  /** @type {(choice: Choice) => string} */
  profileAddress: ({ from, have, pace, avoid }) => `api/me.toml?${query({ from, have, pace, avoid })}`,
};
