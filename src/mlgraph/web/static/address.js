// What is chosen on the page, as the part of its address after the #.

export const LISTS = ["have", "via", "avoid"];
// way: which of the plans is chosen; tab: of the panel, "plan" or "node"
export const FIRST = { from: "", to: "", have: [], via: [], avoid: [], pace: "10", by: "time", way: "", node: "", view: "", tab: "" };

export function read(nodes, inOneFile) {
  const said = new URLSearchParams(location.hash.slice(1));
  const one = Object.fromEntries(["from", "to", "pace", "by", "way", "node", "view", "tab"].map((key) => [key, said.get(key) ?? FIRST[key]]));
  const many = Object.fromEntries(LISTS.map((key) => [key, said.getAll(key).filter((id) => nodes.has(id))]));
  for (const key of ["from", "to", "node"]) if (!nodes.has(one[key])) one[key] = "";
  if (!["time", "effort", "steps"].includes(one.by)) one.by = "time";
  if (!["plan", "node"].includes(one.tab)) one.tab = "";
  if (!/^\d$/.test(one.way)) one.way = "";
  if (inOneFile) for (const key of [...LISTS, "pace", "by", "way"]) one[key] = FIRST[key];
  return { ...many, ...one };
}

export function written(now) {
  const said = new URLSearchParams();
  for (const [key, value] of Object.entries(now))
    if (Array.isArray(value)) value.forEach((each) => said.append(key, each));
    else if (value !== FIRST[key]) said.set(key, value);
  return `#${said}`;
}
