// Where answers come from: the planner behind the page or, in a page that is one file, what the file holds.

const embedded = document.getElementById("known");
const held = embedded && JSON.parse(embedded.textContent);
export const inOneFile = Boolean(held);
const NEEDS_SERVER = "This file does not hold the answer; mlgraph serve works it out.";

async function ask(path, options = {}) {
  const response = await fetch(`api/${path}`, options).catch((error) => {
    throw error.name === "AbortError" ? error : new Error("The server does not answer. Is mlgraph serve still running?");
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function found(value) {
  if (value === undefined) throw new Error(NEEDS_SERVER);
  return value;
}

export const graph = async () => (held ? held.graph : ask("graph"));
export const node = async (id) => (held ? found(held.nodes[id]) : ask(`node?${new URLSearchParams({ id })}`));
export const view = async (name) => (held ? found(held.views[name]) : ask(`view?${new URLSearchParams({ name })}`));

export function query({ from, to, have, pace, by, via, avoid }) {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries({ from, to, pace, by })) if (value) asked.set(name, value);
  for (const [name, values] of Object.entries({ have, via, avoid })) for (const value of values) asked.append(name, value);
  return asked;
}

export async function plan(wishes, signal) {
  if (!held) return ask(`plan?${query(wishes)}`, { signal });
  const answer = found(held.plans[`${wishes.from} ${wishes.to}`]);
  if (answer.error) throw new Error(answer.error);
  return answer;
}

export const otherPlans = (wishes, signal) => ask(`plans?${query(wishes)}`, { signal });
export const readProfile = (file) => ask("me", { method: "POST", body: file });
export const profileAddress = (wishes) => `api/me.toml?${query(wishes)}`;
