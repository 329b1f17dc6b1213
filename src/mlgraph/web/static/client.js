// Client of the server. A page in one file contains the answers, and needs no server.

/** @import { Choice } from "./address.js" */
/** @import { AdvertText, Index, NextText, NodeText, PlanText, Plans, Problem, Profile, ReachText, View } from "./api.js" */
import { adapt, describeGap } from "./schedule.js";

/**
 * The answers that a page in one file contains.
 * @typedef {object} Held
 * @property {Index} graph
 * @property {Record<string, NodeText>} nodes
 * @property {Record<string, View>} views
 * @property {Record<string, PlanText | Problem>} plans
 * @property {string[]} sources - the positions from which the file has plans; empty if the file has only one plan
 * @property {string} address - the choices that the page shows when it opens
 */

const embedded = document.getElementById("known");
/** @type {Held | null} */
const held = embedded && (await unpack(embedded.textContent ?? ""));

/** @param {string} text */
async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

// try again after a pause, since a server that has just started may be busy with the map of a large graph
const [BUSY, TRIES, PAUSE] = [503, 6, 500];

/**
 * @param {string} path
 * @param {RequestInit} options
 * @param {number} tries - how often to ask a busy server
 * @returns {Promise<any>}
 */
async function ask(path, options = {}, tries = TRIES) {
  const response = await fetch(`api/${path}`, options).catch((error) => {
    throw isAbort(error) ? error : new Error("The server does not answer. Is mlgraph serve still running?");
  });
  if (response.status === BUSY && tries > 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    return ask(path, options, tries - 1);
  }
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

/**
 * Return the plan in the file, with its dates changed to suit a choice.
 * @param {Held} held
 * @param {Choice} choice
 */
function findPlanInFile(held, choice) {
  const key = `${choice.from} ${choice.to}`;
  if (!Object.hasOwn(held.plans, key)) throw refuse(held, choice.from, "one plan, and not this one");
  const lost = new URLSearchParams(held.address.slice(1)).getAll("have").filter((id) => !choice.have.includes(id));
  if (lost.length) throw refuse(held, choice.from, "one plan, for which you have more skills");
  return adapt(find(held.plans, key), conclude(held, choice), describeGap(held, choice));
}

/**
 * Return the error that says from which positions the file has plans.
 * @param {Held} held
 * @param {string} from
 * @param {string} only - what the file has instead, if it has only one plan
 */
function refuse({ graph, sources }, from, only) {
  const titles = new Map(graph.nodes.map(({ id, title }) => [id, title]));
  const others = sources.map((id) => titles.get(id)).join(", ");
  const which = sources.length ? `no plans from ${titles.get(from)}; it has those from ${others}` : only;
  return new Error(`This file has ${which}. For others, run mlgraph serve.`);
}

/** @param {Partial<Choice>} choice */
function query({ from, to, have, pace, by, via, avoid, experience, from_posts, months_in_post, start }) {
  const asked = new URLSearchParams();
  const single = { from, to, pace, by, experience, from_posts, months_in_post, start };
  for (const [name, value] of Object.entries(single)) if (value) asked.set(name, value);
  for (const [name, values] of Object.entries({ have, via, avoid })) {
    for (const value of values ?? []) asked.append(name, value);
  }
  return asked;
}

/**
 * Add to a choice the skills that the skills of the person need. If there are several alternatives, add the first.
 * @param {Held} held
 * @param {Choice} choice
 */
function conclude({ nodes }, choice) {
  const known = new Set(choice.have);
  for (const id of known) {
    const needs = (nodes[id]?.needs ?? []).flatMap((part) => part.needs);
    for (const group of needs) if (!group.some((skill) => known.has(skill.id))) known.add(group[0].id);
  }
  return { ...choice, have: [...known] };
}

const BLANK = { time: "", study: "", moves: "", pay: "", hours: 0, is_proven: true };

/**
 * Return the roles in reach, by the plans in the file.
 * @param {Held} held
 * @param {Choice} choice
 * @returns {ReachText}
 */
function findReachInFile(held, choice) {
  const { graph, plans, sources } = held;
  if (!sources.includes(choice.from)) throw refuse(held, choice.from, "one plan, and not all that is within reach");
  const own = conclude(held, choice);
  const roles = graph.nodes.filter(({ id, kind }) => kind === "role" && id !== choice.from);
  const found = roles.flatMap(({ id, title }) => {
    const plan = plans[`${choice.from} ${id}`];
    if (!plan || "error" in plan) return [];
    const last = adapt(plan, own, "").stops[plan.stops.length - 1];
    return [{ ...BLANK, id, title, months: last.months, day: last.day }];
  });
  found.sort((a, b) => a.months - b.months);
  return { title: "", about: "", roles: found, beyond: 0, notes: [describeGap(held, choice)] };
}

const UNSAVED =
  "From this file, you can save your profile, me.toml; saving the plan as png, pdf, ics, md or csv also needs mlgraph serve.";

/** @param {unknown} error */
export const isAbort = (error) => error instanceof DOMException && error.name === "AbortError";

export const client = {
  inOneFile: Boolean(held),

  /**
   * Return which parts of a choice a page in one file cannot answer, and what it cannot save.
   * @param {Choice} choice
   */
  gap: (choice) => (held ? `${describeGap(held, choice)} ${UNSAVED}` : ""),

  /** The choices that a page in one file shows when it opens. */
  address: held?.address ?? "",

  /** A name that no other page in one file has. */
  key: embedded?.dataset.key,

  /** @returns {Promise<Index>} */
  graph: async () => (held ? held.graph : ask("graph")),

  /** @type {(id: string) => Promise<NodeText>} */
  node: async (id) => (held ? find(held.nodes, id) : ask(`node?${new URLSearchParams({ id })}`)),

  /** @type {(name: string) => Promise<View>} */
  view: async (name) => (held ? find(held.views, name) : ask(`view?${new URLSearchParams({ name })}`)),

  /** @type {(choice: Choice, signal: AbortSignal) => Promise<PlanText>} */
  plan: async (choice, signal) => (held ? findPlanInFile(held, choice) : ask(`plan?${query(choice)}`, { signal })),

  /**
   * Return the best plan together with what every route passes, which takes longer.
   * @type {(choice: Choice, signal: AbortSignal) => Promise<PlanText>}
   */
  wholePlan: (choice, signal) => ask(`plan?${query(choice)}&all=true`, { signal }),

  /** @type {(choice: Choice, signal: AbortSignal) => Promise<Plans>} */
  plans: (choice, signal) => ask(`plans?${query(choice)}`, { signal }),

  /** @type {(choice: Choice, within: number, signal: AbortSignal) => Promise<ReachText>} */
  reach: async (choice, within, signal) => {
    if (held) return findReachInFile(held, choice);
    return ask(`reach?${query({ ...choice, to: "", via: [] })}&within=${within}`, { signal });
  },

  /** @type {(choice: Choice, signal: AbortSignal) => Promise<NextText>} */
  next: (choice, signal) => ask(`next?${query({ ...choice, via: [] })}`, { signal }),

  /** @type {() => Promise<Profile>} */
  ownProfile: () => ask("profile"),

  /** @type {(change: Record<string, unknown>) => Promise<Profile>} */
  changeProfile: (change) =>
    ask("profile", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(change) }),

  /** @type {(file: Blob) => Promise<Profile>} */
  readProfile: (file) => ask("me", { method: "POST", headers: { "content-type": "application/toml" }, body: file }),

  /** @type {(text: string) => Promise<AdvertText>} */
  match: (text) => ask("match", { method: "POST", headers: { "content-type": "text/markdown" }, body: text }),

  /**
   * Return the address of a plan's file. `name` decides the format, and `id` identifies the entries of a calendar.
   * @type {(choice: Choice, name: string, id: string) => string}
   */
  planAddress: (choice, name, id) => {
    const owner = id && name.endsWith(".ics") ? `&${new URLSearchParams({ id })}` : "";
    return `api/${name}?${query(choice)}${owner}`;
  },
};
