// Why it ended so: the conditions that sorted the road into its ending, and the decisions that moved what they read; and but
// for which of them it would have ended otherwise. The twin of `review/causes/` and of
// `review/counterfactuals/turns.py`.
"use strict";

const CAUSES = 5; // half a page
const HALF = [1n, 2n];
const FORKS = 2; // decisions that turned the road by nothing that is told
const RANK = { way: 0, card: 0, draw: 0, choice: 0, lock: 1, open: 2, effect: 3 };
const TONES = ["disaster", "loss", "stalemate", "gain", "triumph"];

class Why {
  constructor(course, session) {
    Object.assign(this, { course, session, machine: session.machine, story: session.machine.story, end: course.end });
    this.names = this.story.variables.map(({ id }) => id);
    this.trace = new Trace(course, session);
    this.dissector = new Dissector(this.machine);
    this.tone = Object.fromEntries(this.machine.scenes.filter(({ ending }) => ending).map(({ id, ending }) => [id, ending.tone]));
  }

  /** The conditions that count most: those that led to another kind of ending, those nearest the end. */
  reasons(turns) {
    const found = [...this.sortedBy(), ...this.drawn(), ...this.locked(), ...this.opened()];
    for (const one of found) one.share = this.share(one.endings);
    const kinds = found.filter(({ share }) => share[0]);
    const surest = kinds.reduce((most, { share }) => (above(share, most) ? share : most), NONE);
    const likely = kinds.filter(({ share }) => above(HALF, surest) || !above(HALF, share));
    const played = this.played(turns);
    const told = (likely.length ? likely : found).map((one) => ({ ...one, turnedBy: this.turnedBy(one, played) }));
    let kept = new Map();
    for (const one of this.ordered(told)) {
      const key = JSON.stringify([one.condition, one.kind === "draw" ? one.turn : -1]);
      if (!kept.has(key)) kept.set(key, one);
    }
    const where = (one) => JSON.stringify([one.at, one.turn, one.atom?.names ?? null]);
    const first = new Map([...kept].reverse().map(([key, one]) => [where(one), key]));
    kept = this.through([...kept].filter(([key, one]) => first.get(where(one)) === key).map(([, one]) => one));
    const read = new Set(kept.flatMap((one) => one.atom?.names ?? []));
    kept = kept.filter((one) => one.kind !== "draw" || !this.sets(one).some((name) => read.has(name)));
    return this.ordered([...kept, ...this.forks(kept, turns, kinds.length > 0)]).slice(0, CAUSES);
  }

  /** Decisions that turned the road after all that is told, or surely and by nothing of it: the best of each. */
  forks(kept, turns, led) {
    const last = Math.max(0, ...kept.filter(({ kind }) => led && ["way", "card", "draw"].includes(kind)).map(({ turn }) => turn));
    const told = new Set(kept.flatMap(({ turnedBy }) => turnedBy.map(({ decision }) => decision)));
    const best = new Map();
    for (const one of turns.filter(({ decisions }) => decisions.length === 1)) {
      if (!best.has(one.decisions[0])) best.set(one.decisions[0], this.fork(one));
    }
    const every = [...best.values()];
    const sure = every.filter(({ turn, share }) => turn <= last && !told.has(turn) && !above(HALF, share));
    sure.sort((a, b) => order(b.share, a.share) || b.turn - a.turn);
    return [...every.filter(({ turn }) => turn > last), ...sure.slice(0, FORKS)];
  }

  ordered(causes) {
    const key = (one) => [one.share[0] ? 0 : 1, RANK[one.kind], one.turnedBy.length ? 0 : one.others.length, one.turnedBy.length ? 0 : 1, -one.turn];
    const keys = new Map(causes.map((one) => [one, key(one)]));
    return [...causes].sort((a, b) => {
      const differ = keys.get(a).findIndex((part, n) => part !== keys.get(b)[n]);
      return differ < 0 ? order(b.share, a.share) : keys.get(a)[differ] - keys.get(b)[differ];
    });
  }

  played(turns) {
    const each = turns.filter(({ decisions }) => decisions.length === 1).map((one) => [one, rerun(this.course, this.session, one.decisions[0], one.instead[0])]);
    return each.filter(([, run]) => run.end && this.tone[run.end] !== this.tone[this.end]);
  }

  turnedBy(one, played) {
    return played.flatMap(([{ decisions, instead }, run]) => {
      const value = this.turned(one, run);
      return value ? [{ decision: decisions[0], instead: instead[0], value: value[0] }] : [];
    });
  }

  turned(one, run) {
    if (one.kind === "draw") {
      const fell = run.fell[one.at] ?? one.value;
      return fell === one.value ? null : [fell];
    }
    const values = [];
    for (const atom of [one.atom, ...one.others]) {
      const met = this.metAt(run, one.kind, one.at, atom.names);
      if (!met) return null;
      const value = this.dissector.value(atom.of.of, met.s);
      if (comesOut(atom, value) === atom.held) return null;
      values.push(met.surely ? value : null);
    }
    return [values[0]];
  }

  metAt(run, kind, at, names) {
    if (kind === "lock" || kind === "open") return run.stood[at.split(".")[0]];
    const reads = (when) => namesIn(this.story.conditions[when]);
    return run.asked.findLast(([guard]) => guard.at === at && names.every((name) => reads(guard.when).has(name)))?.[1];
  }

  /** How often endings are of another kind than this one. */
  share(endings) {
    return elsewhere(endings, this.end, this.tone);
  }

  leads(endings) {
    return [...endings.keys()].some((ending) => ending !== this.end && ending !== STUCK);
  }

  *sortedBy() {
    for (const asked of [...this.trace.guards].reverse()) {
      const endings = this.trace.endings(asked.turn, { turned: asked.number });
      if (!this.leads(endings)) continue;
      const { kind, at, when, slot } = asked.guard;
      const [because, cites] = this.reasonOf(asked);
      for (const one of this.takenApart(when, asked.s, asked.turn, asked.before, endings)) yield { ...one, kind, at, because, cites, sets: kind === "effect" ? this.names[slot] : "" };
    }
  }

  *locked() {
    for (const [turn, option, s] of this.options(false)) {
      const endings = this.trace.endings(turn + 1, { option });
      if (option.asked === undefined || this.worse(endings) || this.machine.functions[option.asked](s)) continue;
      for (const one of this.takenApart(option.asked, s, turn, this.before(turn), endings)) yield { ...one, kind: "lock", at: option.ref };
    }
  }

  *opened() {
    for (const [turn, option, s] of this.options(true)) {
      if (option.asked === undefined || option.ref !== this.course.road[turn]) continue;
      const others = this.options(true).filter(([t, o]) => t === turn && o !== option);
      const endings = new Map();
      for (const [, other] of others) add(endings, this.trace.endings(turn + 1, { option: other }), [1n, BigInt(others.length)]);
      if (this.leads(endings)) for (const one of this.takenApart(option.asked, s, turn, this.before(turn), endings, true)) yield { ...one, kind: "open", at: option.ref };
    }
  }

  *drawn() {
    for (const { scene, s, fell, turn, visit, before } of [...this.trace.draws].reverse()) {
      const weights = this.machine.weights(scene, s);
      const others = weights.flatMap((weight, n) => {
        const endings = n !== fell && weight ? this.trace.endings(turn, { falls: [scene.id, visit, n] }) : null;
        return endings && this.leads(endings) ? [[scene.outcomes[n].ref, endings]] : [];
      });
      if (!others.length) continue;
      const best = others.reduce((most, one) => (above(this.share(one[1]), this.share(most[1])) ? one : most))[1];
      const { ref } = scene.outcomes[fell];
      const odds = ratio(weights[fell], weights.reduce((a, b) => a + b, 0n));
      yield { ...CAUSE, kind: "draw", turn, at: scene.id, condition: ref, value: ref, needed: others.map(([one]) => one), held: true, endings: best, moved: this.moves(scene.weighed ?? [], before), odds };
    }
  }

  through(found) {
    const kept = found.filter((one) => !one.carried);
    const carried = new Set(found.flatMap((one) => (one.carried && one.atom ? one.atom.names : [])));
    return kept.length ? kept.map((one) => (carried.has(one.sets) ? { ...one, kind: "way" } : one)) : found;
  }

  sets({ at, value }) {
    const { outcomes } = this.machine.scenes.find((scene) => scene.id === at);
    return (outcomes.find((one) => one.ref === value).ops ?? []).map((op) => this.names[op.slot]);
  }

  fork({ decisions: [turn], instead: [instead], endings }) {
    const ref = this.course.road[turn - 1];
    const moved = [{ decision: turn, variable: `chose(${ref})`, by: true, cites: this.machine.options.get(ref).cites ?? [] }];
    return { ...CAUSE, kind: "choice", turn, at: ref, condition: `chose(${ref})`, value: true, needed: [true], held: true, endings, moved, share: this.share(endings), turnedBy: [{ decision: turn, instead, value: false }] };
  }

  takenApart(when, s, turn, before, endings, held = this.worse(endings)) {
    const ways = this.dissector.otherwise(when, s, held);
    return ways.filter((way) => way.length === ways[0].length).flatMap((way) => way.map((atom) => ({
      ...CAUSE, turn, condition: atom.text, value: atom.value, needed: atom.needed, held: atom.held, atom, endings,
      others: way.filter((one) => one !== atom),
      moved: this.moves(atom.names, before),
      carried: atom.names.every((name) => this.carried(name, turn, before)),
    })));
  }

  carried(name, turn, before) {
    const moved = this.trace.effects.slice(0, before).findLast(({ op }) => this.names[op.slot] === name);
    return Boolean(moved) && moved.turn === turn && moved.holder.label === undefined && !(moved.op.reads ?? []).includes(name);
  }

  worse(endings) {
    const rank = (id) => BigInt(TONES.indexOf(this.tone[id]));
    let sum = NONE;
    for (const [id, share] of endings) if (id !== STUCK) sum = plus(sum, times(share, [rank(id) - rank(this.end), 1n]));
    return sum[0] <= 0n;
  }

  moves(names, before) {
    const found = new Map();
    const key = ({ decision, variable, by }) => JSON.stringify([decision, variable, by === true || (typeof by === "number" && by > 0)]);
    for (const name of names) {
      const slot = this.names.indexOf(name);
      if (slot < 0) {
        const move = this.remembered(name);
        if (move) found.set(key(move), move);
        continue;
      }
      for (let n = before - 1; n >= 0; n -= 1) {
        const moved = this.trace.effects[n];
        if (moved.op.slot !== slot) continue;
        const move = this.move(moved, name);
        const known = found.get(key(move));
        found.set(key(move), known ? joined(move, known) : move);
        const read = moved.op.reads ?? [];
        if (!read.includes(name)) {
          for (const made of this.moves(read, n)) if (!found.has(key(made))) found.set(key(made), made);
          break;
        }
      }
    }
    return [...found.values()].sort((a, b) => a.decision - b.decision || (a.variable < b.variable ? -1 : a.variable > b.variable ? 1 : 0));
  }

  move(moved, variable) {
    const { span, worded } = this.story.variables[moved.op.slot];
    const by = worded ? this.story.variables[moved.op.slot].domain[moved.new] : span ? moved.new - moved.old : Boolean(moved.new);
    return { decision: moved.turn, variable, by, cites: citesOf(moved) };
  }

  remembered(variable) {
    const [, kind, ref] = /^(\w+)\((.*)\)$/.exec(variable);
    const turn = this.session.snapshots.findIndex((snapshot, n) => (kind === "chose" ? n > 0 && snapshot.chosen.ref === ref : kind === "seen" && snapshot.page.some(({ scene }) => scene.id === ref)));
    return turn < 0 ? null : { decision: turn, variable, by: true, cites: kind === "chose" ? this.machine.options.get(ref).cites ?? [] : [] };
  }

  reasonOf({ guard, turn, s }) {
    if (guard.kind === "effect") {
      const moved = this.trace.effects.findLast(({ op, turn: at }) => op.slot === guard.slot && at === turn);
      return moved ? [this.machine.tell(moved.op.because ?? moved.holder.because, moved.s), citesOf(moved)] : ["", []];
    }
    if (!guard.ways) return ["", []];
    const taken = this.trace.guards.find((one) => one.turn === turn && one.guard.ways === guard.ways && one.held)?.guard.way ?? guard.ways.at(-1);
    return [this.machine.tell(taken[2]?.because, s), taken[2]?.cites ?? []];
  }

  options(open) {
    const found = [];
    for (let turn = this.course.road.length - 1; turn >= 0; turn -= 1) {
      const { at, s } = this.session.snapshots[turn];
      if (!this.course.own[turn]) continue;
      for (const option of this.machine.scenes[at].options) if (this.machine.holds(option.when, s) === open) found.push([turn, option, s]);
    }
    return found;
  }

  before(turn) {
    return this.trace.effects.filter((moved) => moved.turn <= turn).length;
  }
}

const CAUSE = { kind: "way", at: "", atom: null, others: [], because: "", cites: [], sets: "", carried: false, turnedBy: [], odds: WHOLE };
const citesOf = ({ op, holder }) => op.cites ?? (op.outside ? [] : holder.cites ?? []);

function joined(earlier, later) {
  if (typeof later.by !== "number" || typeof earlier.by !== "number") return later;
  return { ...later, by: later.by + earlier.by, cites: [...new Set([...earlier.cites, ...later.cites])] };
}

function namesIn(part) {
  if (typeof part === "boolean") return new Set();
  return Array.isArray(part) ? new Set(part.slice(1).flatMap((one) => [...namesIn(one)])) : new Set(part.reads ?? part.names);
}

/** How often endings are of another tone than the ending `end`. */
function elsewhere(endings, end, tone) {
  let sum = NONE;
  for (const [id, share] of endings ?? []) if (id !== STUCK && tone[id] !== tone[end]) sum = plus(sum, share);
  return sum;
}

/** But for: every decision changed by itself, those that turned the road, and from which on all was settled. */
function turnsOf(course, tone) {
  const changes = course.road.flatMap((chose, n) => [...course.open(course.spots[n]).keys()].filter((ref) => ref !== chose)
    .map((ref) => ({ decisions: [n + 1], instead: [ref], endings: course.instead(course.spots[n], ref) })));
  const share = new Map(changes.map((one) => [one, elsewhere(one.endings, course.end, tone)]));
  const own = changes.filter(({ decisions: [n] }) => course.own[n - 1]);
  const turns = own.filter((one) => share.get(one)[0]).sort((a, b) => order(share.get(b), share.get(a)) || a.decisions[0] - b.decisions[0]);
  const leading = own.filter(({ endings }) => !endings || [...endings.keys()].some((id) => id !== course.end && id !== STUCK));
  const last = Math.max(0, ...leading.map(({ decisions }) => decisions[0]));
  return { changes, turns, settled: last < course.road.length ? last + 1 : null };
}

/** Every two of the player's decisions changed together that turned the road, the surest first. */
function pairsOf(course, tone) {
  const { machine, road, own, spots } = course;
  const times_ = {};
  const met = road.map((ref) => ref.split(".")[0]).map((node) => [node, bump(times_, node)[node] - 1]);
  const found = [];
  road.forEach((chose, n) => {
    if (!own[n]) return;
    for (const ref of [...course.open(spots[n]).keys()].filter((one) => one !== chose)) {
      for (let m = n + 1; m < road.length; m += 1) {
        const { options } = machine.scenes.find(({ id }) => id === met[m][0]);
        for (const option of own[m] ? options.filter((one) => one.ref !== road[m]) : []) {
          const endings = course.instead(spots[n], ref, { [met[m].join("/")]: option.ref });
          const share = elsewhere(endings, course.end, tone);
          found.push({ decisions: [n + 1, m + 1], instead: [ref, option.ref], endings, share });
        }
      }
    }
  });
  const turned = found.filter(({ share }) => share[0]);
  return turned.sort((a, b) => order(b.share, a.share) || a.decisions[0] - b.decisions[0] || a.decisions[1] - b.decisions[1]);
}

/** The same turns: those that lead elsewhere at least as often as not come first, by the first cause they turned. */
function ranked(turns, causes, course, tone) {
  const key = (one) => {
    const share = elsewhere(one.endings, course.end, tone);
    const at = causes.findIndex(({ turnedBy }) => turnedBy.some(({ decision, instead }) => decision === one.decisions[0] && instead === one.instead[0]));
    return { late: above(HALF, share) ? 1 : 0, at: at < 0 ? causes.length : at, share };
  };
  const keys = new Map(turns.map((one) => [one, key(one)]));
  return [...turns].sort((a, b) => {
    const [one, other] = [keys.get(a), keys.get(b)];
    return one.late - other.late || one.at - other.at || order(other.share, one.share) || a.decisions[0] - b.decisions[0];
  });
}
