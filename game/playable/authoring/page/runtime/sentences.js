// Why it ended so and but for what, in sentences: from the names of variables, their bands, titles and labels. The twin of
// `review/phrasing/sentences.py` and `engine/phrasing.py`.
"use strict";

const TOLD = 3; // turns that are told in full, claims that one reason names, endings that are told of many
const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const KEPT = "Played out, not guessed: later choices as you made them where they were open, else each that was; draws as they fell where they could.";

const SHORT = "A short game: only what you decided yourself is counted here; what was taken for you is marked in the road.";

const named = (id) => id.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());
const listed = (words, last = "and") => [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(` ${last} `);
const numbered = (n) => NUMBERS[n] ?? String(n);
const sentence = (text) => (!text || /[.!?…”’"]$/.test(text) ? text : `${text}.`);
const takenBy = (by) => `taken for you, ${by === LOT ? by : `by the policy ${named(by)}`}`;
const stopped = (text) => (/[.!?][”’"]*$/.test(text) ? text : `${text}.`);
const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Exact shares in whole percents that sum to 100, none rounded to certainty: the twin of `engine/shares.py`. */
function percents(shares) {
  const exact = shares.map((share) => times(share, [100n, 1n]));
  const rounded = exact.map(([n, d]) => n / d);
  const remainders = exact.map((one, i) => minus(one, [rounded[i], 1n]));
  const [n, d] = exact.reduce(plus, NONE);
  const left = Number((2n * n + d) / (2n * d) - rounded.reduce((a, b) => a + b, 0n));
  const byRemainder = shares.map((_, i) => i).sort((a, b) => order(remainders[b], remainders[a]));
  for (const i of byRemainder.slice(0, left)) rounded[i] += 1n;
  return shares.map((share, i) => {
    const near = decimal(share);
    if (near < 1e-6 || near > 1 - 1e-6) return `${Math.round(near) * 100}%`;
    return rounded[i] === 0n ? "under 1%" : rounded[i] === 100n ? "over 99%" : `${rounded[i]}%`;
  });
}

const percent = (share) => percents([share, minus(WHOLE, share)])[0];
const WHOLES = 10n ** 9n;

/** Odds, which are no exact shares, in the same manner. */
const rounded = (odds) => percents(odds.map((one) => [BigInt(Math.round(one * Number(WHOLES))), WHOLES]));
const inPercent = (odds) => rounded([odds, 1 - odds])[0];

class Sentences {
  constructor(session, course, causes) {
    Object.assign(this, { machine: session.machine, story: session.machine.story, taken: course.road, causes, isShort: course.own.includes(false) });
    this.titles = session.views.map((view) => view.title || named(view.scene.id));
    this.variables = new Map(this.story.variables.map((variable) => [variable.id, variable]));
  }

  /** Each condition, what moved it, on which claims that leans, and what else it would have come to. */
  why() {
    const [told, said, found, joinedWith] = [new Set(), new Set(), [], new Set()];
    this.causes.forEach((one, n) => {
      if (joinedWith.has(n)) return;
      const same = this.causes.flatMap((other, m) => (m > n && together(one, other) ? [m] : []));
      same.forEach((m) => joinedWith.add(m));
      found.push(this.cause([one, ...same.map((m) => this.causes[m])], told, said));
      told.add(JSON.stringify(one.moved));
      said.add(one.because);
    });
    return found;
  }

  cause(some, told, said) {
    const [one] = some;
    const isTold = (cause) => told.has(JSON.stringify(cause.moved));
    const because = one.because && !said.has(one.because) ? `${plain(line(one.because)).replace(/[.:]+$/, "")}: ` : "";
    const asked = [this.asked(one), ...some.slice(1).map((cause) => this.condition(cause))].join(", and ");
    const first = because ? asked : capital(asked);
    const fresh = some.filter((cause) => cause.kind !== "choice" && !isTold(cause));
    const many = one.kind === "draw" && new Set(one.moved.map(({ variable }) => variable)).size > 1;
    const moved = many ? [this.weighed(one)] : fresh.map((cause) => this.moved(cause, some.length === 1));
    const own = said.has(one.because) ? [] : one.cites;
    const moves = many || isTold(one) ? [] : some.flatMap((cause) => cause.moved);
    const leans = [...new Set([...own, ...moves.flatMap(({ cites }) => cites)])];
    const cited = leans.length ? sentence(`It leans on ${this.claims(leans)}`) : "";
    const others = one.others.filter((atom) => !some.some(({ condition }) => condition === atom.text));
    const others_ = listed(others.map((atom) => this.name(atom.of)));
    const led = `Otherwise${others_ ? `, and with ${others_} otherwise too` : ""}: ${this.ends(one.endings)}.`;
    return [stopped(`${because}${first}`), ...moved, cited, led].filter(Boolean).join(" ");
  }

  /** But for what it would have ended otherwise: a few in full, the others by their numbers. */
  turned({ turns, settled }) {
    const best = new Map();
    for (const one of turns) if (!best.has(String(one.decisions))) best.set(String(one.decisions), one);
    const all = [...best.values()];
    const others = all.slice(TOLD);
    const said = all.slice(0, TOLD).map((one) => `Decision ${one.decisions.join(" and ")}: ${this.butFor(one)}`);
    if (others.length && others[0].decisions.length === 1) {
      const numbers = others.map(({ decisions }) => decisions[0]).sort((a, b) => a - b);
      said.push(`Another choice at ${listed(numbers.map(String))} leads to another kind of ending, too.`);
    } else if (others.length) said.push(`So do ${numbered(others.length)} other pair${others.length === 1 ? "" : "s"} of decisions.`);
    return [...said, this.settled(settled)];
  }

  butFor(one) {
    const rather = one.instead.map((ref, n) => `“${this.label(ref)}” in place of “${this.label(this.taken[one.decisions[n] - 1])}”`).join(" and ");
    return `With ${rather}, and all else kept, it ends in ${this.ends(one.endings ?? new Map())}.${this.byWhat(one)}`;
  }

  byWhat({ decisions, instead }) {
    if (decisions.length !== 1) return "";
    for (const { turnedBy, atom } of this.causes) {
      for (const by of turnedBy) {
        if (by.decision !== decisions[0] || by.instead !== instead[0] || by.value === null || !atom?.of.variable) continue;
        return ` Then ${this.name(atom.of)} would ${typeof by.value === "number" ? "stand at" : "be"} ${this.word(atom, by.value)}.`;
      }
    }
    return "";
  }

  /** What the same steps come to without a claim, and where they stop holding. */
  doubted({ claim, held, stopped: why, endings }) {
    const first = `Without ${inShort(claim, this.story.claims[claim])}`;
    const ends = endings ? `it ends in ${this.ends(endings)}` : "it comes to more than can be followed";
    if (!why) return `${first}, ${ends}.`;
    const at = held < this.taken.length ? `at decision ${held + 1}, ${this.titles[held]}, “${this.label(this.taken[held])}”` : "at the end";
    return `${first}, ${ends}. The same steps stop holding ${at}: ${why}.`;
  }

  /** When endings were shut out, and by which decisions the best that could still be had was lowered. */
  *doors(decisions, { endings, tones, atLeast }) {
    const name = (i) => this.machine.scenes.find(({ id }) => id === endings[i]).ending.name;
    const gone = (before, after) => listed(endings.flatMap((_, i) => (before.open[i] && !after.open[i] ? [name(i)] : [])));
    const known = decisions.flatMap((one, n) => (one ? [[n + 1, one]] : []));
    for (const [n, { before, after }] of known) if (gone(before, after)) yield `Decision ${n} shut out ${gone(before, after)}.`;
    for (const [i, [n, { after }]] of known.slice(0, -1).entries()) {
      const shut = gone(after, known[i + 1][1].before);
      if (shut) yield `What followed decision ${n} shut out ${shut}.`;
    }
    const falls = known.flatMap(([n, { before, after }]) => tones.slice(1).map((_, t) => ({ n, t: t + 1, by: before.best[t + 1] - after.best[t + 1], before, after })));
    const told = new Set();
    for (const { n, t, before, after } of falls.filter(({ by }) => by >= 0.005).sort((a, b) => b.by - a.by || a.n - b.n)) {
      if (told.has(n) || told.size === TOLD) continue;
      told.add(n);
      const better = t === tones.length - 1 ? tones[t] : `${tones[t]} or better`;
      const random = [before, after].map(({ odds }) => inPercent(odds.reduce((sum, one, i) => sum + (atLeast[t][i] ? one : 0), 0))).join(" to ");
      yield `Decision ${n} lowered ${better} most, at best from ${inPercent(before.best[t])} to ${inPercent(after.best[t])}; at random from here ${random}.`;
    }
  }

  settled(from) {
    if (from === null) return `Nothing was settled before ${this.isShort ? "your" : "the"} last decision.`;
    if (from === 1) return `No single decision of ${this.isShort ? "yours" : "this road"}, changed by itself, leads to another ending.`;
    return `From decision ${from} on no single ${this.isShort ? "change of yours" : "change"} leads to another ending: it was settled by then.`;
  }

  /** `The Cap, a gain`, or each with its share, the likeliest first. */
  ends(endings) {
    const most = [...endings].sort((a, b) => order(b[1], a[1]));
    const told = most.length <= TOLD ? most : most.slice(0, TOLD - 1);
    const others = most.slice(told.length);
    const rest = others.reduce((sum, [, share]) => plus(sum, share), NONE);
    const figures = percents([...told.map(([, share]) => share), ...(others.length ? [rest] : [])]);
    const parts = told.map(([node, share], n) => {
      const end = this.machine.scenes.find(({ id }) => id === node)?.ending;
      const name = end ? `${end.name}, a ${end.tone}` : "what cannot go on";
      return order(share, WHOLE) ? `${name} (${figures[n]})` : name;
    });
    if (others.length) parts.push(`one of ${numbered(others.length)} others (${figures.at(-1)})`);
    return listed(parts, "or");
  }

  claims(cites) {
    const told = cites.map((id) => inShort(id, this.story.claims[id]));
    return told.slice(0, TOLD).join("; ") + (told.length > TOLD ? `; and ${told.length - TOLD} more` : "");
  }

  /** What a choice says, without what depends on the moment. */
  label(ref) {
    const { label } = this.machine.options.get(ref);
    return label && typeof label === "string" ? plain(line(label)) : named(ref.split(".")[1]);
  }

  title(node) {
    const scene = this.machine.scenes.find(({ id }) => id === node);
    return scene.title || scene.ending?.name || named(node);
  }

  asked(one) {
    const { kind, at, turn } = one;
    const bare = (ref) => named(String(ref).split(".")[1]).toLowerCase();
    if (kind === "draw") return `chance fell at “${this.title(at)}”, by a chance of ${percent(one.odds)}: ${bare(one.value)}, and not ${listed(one.needed.map(bare), "or")}`;
    if (kind === "choice") return `at decision ${turn}, ${this.titles[turn - 1]}, you chose “${this.label(at)}”`;
    if (kind === "lock") return `“${this.label(at)}” was not open at decision ${turn + 1} (${this.condition(one)})`;
    if (kind === "open") return `“${this.label(at)}” was open at decision ${turn + 1} (${this.condition(one)})`;
    return this.condition(one);
  }

  condition({ atom }) {
    const { memory, ref } = atom.of;
    if (memory === "chose") return `“${this.label(ref)}” was ${atom.value ? "" : "not "}chosen`;
    if (memory) return `“${this.title(ref)}” was ${atom.value ? "" : "not "}come to`;
    return this.compared(atom);
  }

  compared(atom) {
    const [name, value] = [this.name(atom.of), this.word(atom, atom.value)];
    const needed = listed(atom.needed.map((one) => this.word(atom, one)), "or");
    const { held, relation } = atom;
    if (typeof atom.value === "boolean" && ["yes", "no"].includes(value)) return held ? `${name}: ${value}` : `${name}: ${value}, where ${needed} was needed`;
    if (relation === ">=") return held ? `${name} stood at ${value}, where ${needed} was enough` : `${name} stood at ${value} and ${needed} ${atom.needed[0] === 1 ? "was" : "were"} needed`;
    if (relation === "<=") return held ? `${name} stood at ${value}, and no more than ${needed} would do` : `${name} stood at ${value}, where no more than ${needed} would do`;
    if (relation === "==" || relation === "in") return held ? `${name} was ${value}` : `${name} was ${value}, and ${needed} was needed`;
    return held ? `${name} was ${value}, and not ${needed}` : `${name} was ${value}, which would not do`;
  }

  name({ variable, memory, ref, called }) {
    return variable ? this.variables.get(variable).name : memory ? "what was weighed" : called;
  }

  /** A value with its band, or the words for it. */
  word({ of }, value) {
    const variable = this.variables.get(of.variable);
    if (!variable) return typeof value === "boolean" ? named(String(value)) : String(value);
    const { span, words, domain } = variable;
    if (domain) {
      const said = domain.includes(value) ? words[domain.indexOf(value)] || String(domain.indexOf(value)) : String(value);
      return /^[“‘]/.test(said) ? said : `“${said.replace(/\.+$/, "")}”`;
    }
    if (!span) return variable.banded ? words[Number(value)] : value ? "yes" : "no";
    const word = value >= span[0] && value <= span[1] ? words[value - span[0]] : "";
    return word && word !== String(value) ? `${value} (${word})` : String(value);
  }

  weighed({ moved }) {
    return sentence(`In it weighed ${listed([...new Set(moved.map(({ variable }) => variable))].map((variable) => this.called(variable)))}`);
  }

  /** `It rose at 6 and fell at 11, 20 and 22.` */
  moved({ atom, moved }, alone) {
    const read = atom && alone ? atom.names : [];
    const said = [];
    for (const [variable, moves] of byVariable(moved)) {
      const own = read.length === 1 && read[0] === variable && !said.length;
      const it = own || variable.includes("(") ? "it" : this.called(variable);
      const at = (is) => moves.filter(({ by }) => is(typeof by === "number" ? by : null)).map(({ decision }) => (decision ? String(decision) : "the start"));
      const parts = [[at((by) => by > 0), "rose"], [at((by) => by !== null && by < 0), "fell"], [at((by) => by === null), variable.includes("(") ? "came about" : "was set"]];
      said.push(`${it} ${parts.filter(([when]) => when.length).map(([when, verb]) => `${verb} at ${listed(when)}`).join(" and ")}`);
    }
    return said.length ? sentence(capital(said.join("; "))) : "";
  }

  called(variable) {
    return this.variables.get(variable)?.name ?? named(variable);
  }
}

/** Do two conditions have to come out otherwise together? */
function together(one, other) {
  return Boolean(other.atom) && one.at === other.at && one.turn === other.turn && one.others.some((atom) => atom.text === other.atom.text && atom.value === other.atom.value && atom.held === other.atom.held);
}

/** A claim in a few words: `c8 · ties with Seoul`. */
function inShort(id, { says, short }) {
  const words = says.replace(/\.+$/, "").split(/\s+/);
  return `${id} · ${short || words.slice(0, 6).join(" ").replace(/[,;:]+$/, "") + (words.length > 6 ? "…" : "")}`;
}

function byVariable(moved) {
  const found = new Map();
  for (const move of moved) found.set(move.variable, [...(found.get(move.variable) ?? []), move]);
  return found;
}
