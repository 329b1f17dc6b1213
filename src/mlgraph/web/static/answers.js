// Where answers come from: the planner behind the page or, in a page that is one file, what the file holds.

const embedded = document.getElementById("known");
const held = embedded && (await unpacked(embedded.textContent));

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

async function ask(path, options = {}) {
  const response = await fetch(`api/${path}`, options).catch((error) => {
    throw error.name === "AbortError" ? error : new Error("The server does not answer. Is mlgraph serve still running?");
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function inFile(answer) {
  if (answer === undefined) throw new Error("This file does not hold the answer; mlgraph serve works it out.");
  if (answer.error) throw new Error(answer.error);
  return answer;
}

function query({ from, to, have, pace, by, via, avoid }) {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries({ from, to, pace, by })) if (value) asked.set(name, value);
  for (const [name, values] of Object.entries({ have, via, avoid })) for (const value of values) asked.append(name, value);
  return asked;
}

export const answers = {
  inOneFile: Boolean(held),
  graph: async () => (held ? held.graph : ask("graph")),
  node: async (id) => (held ? inFile(held.nodes[id]) : ask(`node?${new URLSearchParams({ id })}`)),
  view: async (name) => (held ? inFile(held.views[name]) : ask(`view?${new URLSearchParams({ name })}`)),
  plan: async (wishes, signal) =>
    held ? inFile(held.plans[`${wishes.from} ${wishes.to}`]) : ask(`plan?${query(wishes)}`, { signal }),
  otherPlans: (wishes, signal) => ask(`plans?${query(wishes)}`, { signal }),
  readProfile: (file) => ask("me", { method: "POST", headers: { "content-type": "application/toml" }, body: file }),
  profileAddress: ({ from, have, pace, avoid }) => `api/me.toml?${query({ from, have, pace, avoid, via: [] })}`,
};
