// A playthrough as text: the story language's own playthrough file, which the terminal player opens too; and the browser's
// storage, where the present one is kept move by move. A browser that refuses storage costs the saves and nothing else.
"use strict";

/** The text of a playthrough file. */
function written(session) {
  const { story } = session.machine;
  const lines = session.steps.map(({ kind, ref }) => `  - ${kind}: ${ref}`);
  return [`playthrough: ${JSON.stringify(story.title)}`, `story: ${story.id}`, `seed: ${session.seed}`, ...(session.isShort ? ["short: true"] : []), "steps:", ...lines, ""].join("\n");
}

/** The seed, whether it was a short game, and the steps of a playthrough file, as far as they are of the kinds that can be played here. */
function read(text) {
  const steps = [...text.matchAll(/^\s*-\s*(choose|hear|chance):\s*([a-z0-9_]+\.[a-z0-9_]+)\s*$/gm)];
  const seed = /^seed:\s*(\d{1,9})\s*$/m.exec(text);
  return { seed: seed ? Number(seed[1]) : newSeed(), short: /^short:\s*true\s*$/m.test(text), steps: steps.map(([, kind, ref]) => ({ kind, ref })) };
}

const newSeed = () => Math.floor(Math.random() * 1_000_000);

class Keeping {
  constructor(id) {
    this.key = `playable/${id}`;
    this.works = true;
  }

  /** What is kept: {present, saves, endings}. */
  get all() {
    try {
      return { present: null, saves: [], endings: [], ...JSON.parse(localStorage.getItem(this.key) ?? "{}") };
    } catch {
      return { present: null, saves: [], endings: [] };
    }
  }

  /** Change what is kept; false where the browser will not have it. */
  change(by) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...this.all, ...by }));
      this.works = true;
    } catch {
      this.works = false;
    }
    return this.works;
  }

  keep(session, digest) {
    const { all } = this;
    const ending = session.ending ? session.machine.scenes[session.snapshot.at].id : null;
    const endings = ending && !all.endings.includes(ending) ? [...all.endings, ending] : all.endings;
    return this.change({ present: entry(session, digest), endings });
  }
}

const entry = (session, digest) => ({ text: written(session), digest, title: session.view.title, date: session.view.date, turn: session.view.turn });
