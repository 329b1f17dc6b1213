// Loading and saving of a person's file, me.toml. Parts of the file that the page does not use stay unchanged.

/** @import { Choice } from "./address.js" */
/** @import { IndexNode, Profile } from "./api.js" */
/** @import { State } from "./plan_panel.js" */
/** @import { Store } from "./store.js" */
import { client } from "./client.js";
import { el, findById, findField, say, showFailure } from "./dom.js";
import { fold } from "./names.js";
import { findEntries, readStrings, removeTables, replaceKeys } from "./toml.js";

const HEAD = "# a profile for mlgraph: names are ids, titles or aliases; pace is in hours of study a week\n";

export class ProfileFile {
  /**
   * @param {ReadonlyMap<string, IndexNode>} nodes
   * @param {() => Choice} current
   * @param {(changes: Partial<Choice>) => void} change
   * @param {Store} store
   * @param {boolean} isServed - whether the server reads and writes the profile
   */
  constructor(nodes, current, change, store, isServed) {
    this.isServed = isServed;
    this.nodes = nodes;
    this.current = current;
    this.change = change;
    this.store = store;
    findField("load").addEventListener("change", () => this.#load());
    findById("save").addEventListener("click", () => this.#save());
  }

  async #load() {
    const [file] = findField("load").files ?? [];
    if (!file) return;
    findById("loaded").replaceChildren();
    try {
      const text = await file.text();
      const changes = client.inOneFile ? this.#parse(text) : await this.#ask(file);
      this.store.load(text, changes);
      findById("loaded").replaceChildren(`${file.name} is loaded.`);
      this.change(changes);
    } catch (error) {
      this.#fail(error);
    }
    findField("load").value = "";
  }

  /**
   * Let the server read a profile, and return the choices in it.
   * @param {Blob} file
   */
  async #ask(file) {
    return this.#choose(await client.readProfile(file));
  }

  /**
   * @param {Profile} profile
   * @returns {Partial<Choice> & { have: string[] }}
   */
  #choose({ position, have, pace, avoid, learning, goal, ...rest }) {
    const listPairs = (/** @type {Record<string, string | number>} */ held) =>
      Object.entries(held)
        .map(([id, value]) => `${id}=${value}`)
        .join(",");
    const told = { experience: listPairs(rest.experience), from_posts: listPairs(rest.from_posts) };
    const served = { ...told, months_in_post: String(rest.months_in_post || "") };
    const { from, to } = this.current();
    return { from: position ?? from, to: to || (goal ?? ""), have, avoid, learning, pace: String(pace), ...served };
  }

  /**
   * Return those choices in a profile that a page in one file can use.
   * @param {string} text
   */
  #parse(text) {
    const entries = findEntries(text);
    const top = new Map(entries.filter(({ table }) => table === "").map(({ key, value }) => [key, value]));
    const listIds = (/** @type {string | undefined} */ value) =>
      readStrings(value ?? "").map((name) => this.#resolve(name));
    const learned = entries.filter(({ table, key }) => table === "learned" && key === "skill");
    const posts = entries.filter(({ table }) => table === "post");
    const held = posts.filter(({ key, number }) => {
      return key === "position" && !posts.some((other) => other.number === number && other.key === "to");
    });
    const [from] = listIds(top.get("position") ?? held.at(-1)?.value);
    const [goal] = listIds(top.get("goal"));
    const pace = Number.parseFloat(top.get("pace") ?? "");
    const choice = this.current();
    return {
      from: from ?? choice.from,
      to: choice.to || (goal ?? ""),
      have: [...new Set([...listIds(top.get("have")), ...learned.flatMap(({ value }) => listIds(value))])],
      learning: listIds(top.get("learning")),
      pace: pace > 0 ? String(pace) : choice.pace,
    };
  }

  /**
   * Return the id of the node with a name.
   * @param {string} name
   */
  #resolve(name) {
    const key = fold(name);
    const found = this.nodes.get(name) ?? [...this.nodes.values()].find(({ names }) => names.includes(key));
    if (!found) throw new Error(`me.toml: nothing here is called ${name}`);
    return found.id;
  }

  /**
   * Return the choices in the profile of the server, if it has one.
   * @returns {Promise<Partial<Choice>>}
   */
  async own() {
    if (!this.isServed) return {};
    try {
      return this.#choose(await client.ownProfile());
    } catch (error) {
      this.#fail(error);
      return {};
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    findById("loaded").replaceChildren(showFailure(/** @type {Error} */ (error)));
    say(/** @type {Error} */ (error).message);
  }

  async #save() {
    const { from, to, pace } = this.current();
    if (this.isServed) return this.#send({ position: from || null, goal: to || null, pace: Number(pace) });
    try {
      const file = new Blob([this.text], { type: "application/toml" });
      await this.#check(file);
      const link = el("a", { href: URL.createObjectURL(file), download: "me.toml" });
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * Read a saved profile back. Throw an error if its skills or its pace differ from those on the page.
   * @param {Blob} file
   */
  async #check(file) {
    const { have, pace } = this.current();
    const read = client.inOneFile ? this.#parse(await file.text()) : await client.readProfile(file);
    const learned = "learned" in read ? read.learned.map(({ skill }) => skill) : read.have;
    const isSame = have.every((id) => read.have.includes(id)) && learned.every((id) => have.includes(id));
    if (!isSame || Number(read.pace) !== Number(pace)) {
      throw new Error("me.toml: nothing is saved, since it could not be read back the same; edit the file by hand");
    }
  }

  /** The id in the loaded profile, or "". */
  get id() {
    const entries = this.isServed ? [] : findEntries(this.store.profile);
    const entry = entries.find(({ table, key }) => table === "" && key === "id");
    return readStrings(entry?.value ?? "")[0] ?? "";
  }

  /** The text of the profile with the choices on the page. Jobs, days and everything else that was loaded stay. */
  get text() {
    const { from, to, have, learning, avoid, pace, from_posts } = this.current();
    const isGone = (/** @type {{ key: string, value: string }[]} */ table) => {
      const skill = table.find(({ key }) => key === "skill");
      return !have.includes(this.#resolve(readStrings(skill?.value ?? "")[0] ?? ""));
    };
    const loaded = this.store.profile && removeTables(this.store.profile, "learned", isGone);
    const entries = findEntries(loaded);
    const learned = entries.filter(({ table, key }) => table === "learned" && key === "skill");
    const dated = new Set(learned.flatMap(({ value }) => readStrings(value)).map((name) => this.#resolve(name)));
    // the current job is the position
    const isInPost = entries.some(({ table, key, number }) => {
      return table === "post" && key === "position" && !entries.some((e) => e.number === number && e.key === "to");
    });
    // the posts in the file say it
    const isFromPost = (/** @type {string} */ id) =>
      entries.some(({ table }) => table === "post") && `,${from_posts}`.includes(`,${id}=`);
    return replaceKeys(loaded || HEAD, {
      position: isInPost || !from ? null : from,
      pace: Number(pace),
      have: have.filter((id) => !dated.has(id) && !isFromPost(id)),
      avoid,
      learning: learning.length ? learning : null,
      ...(to ? { goal: to } : {}),
    });
  }

  /**
   * Send a change of a skill's state to the profile of the server, if it has one.
   * @param {string} id
   * @param {State} state
   */
  send(id, state) {
    if (this.isServed) this.#send({ [state || "open"]: [id] });
  }

  /** @param {Record<string, unknown>} changes */
  async #send(changes) {
    try {
      await client.changeProfile(changes);
      findById("loaded").replaceChildren("Your profile is written.");
      say("Your profile is written.");
    } catch (error) {
      this.#fail(error);
    }
  }
}
