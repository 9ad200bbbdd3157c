"""All that is proved of a story, as one value; as JSON; and in plain words for a writer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playable.engine.session import Step
from playable.language.faults import Fault
from playable.language.names import TONES, Tone
from playable.language.recording import Recording, recorded_steps
from playable.verify.limits import Cut
from playable.verify.properties import ThesisVerdict, Verdict
from playable.verify.properties.theses import SHOWN

if TYPE_CHECKING:
    from playable.verify.markov.decision_weights import DecisionWeight
    from playable.verify.markov.optimal import Chances, Decisions
    from playable.verify.markov.policies import PolicyOdds

EXACT = 1e-9  # odds that may be off by no more need not be told to be
AT_RANDOM = "at random"
ENDED: dict[Cut, str] = {
    "limit": "stopped at the limit",
    "memory": "stopped where memory would run out",
    "time": "stopped when its time was up",
    "stopped": "stopped",
}
PARTS = {
    "playthroughs": "what can be reached",
    "shortest": "shortest playthroughs",
    "texts and theses": "texts and theses that ask for more memory",
    "odds": "odds and lengths",
}
KINDS = ("nodes", "choices", "outcomes", "briefings", "texts", "endings")


@dataclass(frozen=True)
class Report:
    """The proofs. `complete`: no limit left anything unknown. `states` counts those that matter, place by place."""

    story: str
    complete: bool
    states: int
    seconds: float
    verdicts: dict[str, list[Verdict]]  # by kind: see KINDS
    chances: dict[str, Chances] | None  # of endings; None where there are too many states
    tones: dict[Tone, float] | None  # of endings, at random
    decisions: Decisions | None
    weights: list[DecisionWeight] | None
    policies: list[PolicyOdds] | None
    theses: list[ThesisVerdict]
    findings: list[Fault] = field(default_factory=list)
    bound: float = 0.0  # how far odds may be off at most, but for rounding
    without: tuple[str, ...] = ()  # claims that do not hold in the world that was looked at
    parts: dict[str, Cut] = field(default_factory=dict)  # of each part of the work, why it ended before it was through
    short: PolicyOdds | None = None  # of the short game, at random where it asks

    @property
    def stopped(self) -> bool:
        """Was the run asked to stop?"""
        return "stopped" in self.parts.values()

    @property
    def late(self) -> bool:
        """Was its time up before it was through?"""
        return "time" in self.parts.values()

    @property
    def holds(self) -> bool:
        """Does nothing speak against the story: every thesis holds, every ending can come, and nowhere is it stuck?"""
        return all(t.verdict == "holds" for t in self.theses) and not self.falls_short

    @property
    def falls_short(self) -> bool:
        """Does anything speak against the story for certain: a thesis fails, an ending is impossible, an error?"""
        fails = any(t.verdict == "fails" for t in self.theses)
        impossible = any(v.verdict == "impossible" for v in self.verdicts["endings"])
        return fails or impossible or any(f.severity == "error" for f in self.findings)

    def as_json(self) -> dict[str, object]:
        """The form that `verify --json` promises."""
        report: dict[str, object] = {
            "complete": self.complete,
            "states": self.states,
            "seconds": round(self.seconds, 3),
        }
        report["parts"] = {part: cut or "complete" for part, cut in self.parts.items()}
        report["without"] = list(self.without)
        for kind in KINDS:
            report[kind] = [self._verdict(kind, verdict) for verdict in self.verdicts[kind]]
        if self.decisions:
            report["decisions"] = dict(zip(("min", "mean", "max"), self.decisions, strict=True))
        else:
            report["decisions"] = None
        report["bound"] = None if self.chances is None else self.bound
        report["tones"] = self.tones
        report["policies"] = self.policies and [
            {"id": one.id, "tones": one.tones, "endings": one.endings} for one in self.policies
        ]
        report["short"] = self.short and {"tones": self.short.tones, "endings": self.short.endings}
        report["weights"] = self.weights and [one._asdict() for one in self.weights]
        report["theses"] = [
            {
                "id": t.id,
                "verdict": t.verdict,
                "because": t.because,
                "figure": t.figure,
                "other": t.other,
                "witness": _json(t.witness),
            }
            for t in self.theses
        ]
        report["findings"] = [fault.as_json() for fault in self.findings]
        return report

    def _verdict(self, kind: str, verdict: Verdict) -> dict[str, object]:
        one: dict[str, object] = {"id": verdict.id, "file": verdict.file, "line": verdict.line}
        one["verdict"] = verdict.verdict
        if verdict.verdict == "reachable":
            one["shortest"] = _json(verdict.shortest)
        else:
            one["because"] = verdict.because
        if kind == "endings":
            chances = self.chances and self.chances[verdict.id]
            one |= {key: getattr(chances, key, None) for key in ("odds", "best", "worst")}
        return one


def lines(report: Report) -> list[str]:
    """The report for a writer."""
    return [
        *_head(report),
        *_endings(report),
        *_policies(report),
        *_weights(report),
        *_impossible(report),
        *_unknown(report),
        *_theses(report),
        *_findings(report),
    ]


def playthrough(report: Report, steps: Iterable[Step], title: str) -> Recording:
    """Steps as a playthrough file that `play --from` opens. Draws after the last step fall by the seed 0."""
    return Recording(report.story, recorded_steps(steps), title, seed=0, without=report.without)


def _head(report: Report) -> Iterator[str]:
    seen = f"{report.states:,} situations in {report.seconds:.1f} s"
    if not report.parts.get("playthroughs"):
        yield f"{report.story}: every playthrough was looked at ({seen})."
    else:
        why = ENDED[report.parts["playthroughs"]]
        yield f"{report.story}: {why}, after {seen}; what was not met by then is unknown."
    cut = [f"{PARTS[part]} ({ENDED[why]})" for part, why in report.parts.items() if why]
    if cut:
        yield f"  not complete: {'; '.join(cut)}"
        whole = [PARTS[part] for part, why in report.parts.items() if not why]
        yield f"  complete: {', '.join(whole) or 'nothing'}"
    if report.without:
        yield f"In a world without {', '.join(report.without)}: no change happens that leans on any of them."
    if report.decisions and report.decisions.fewest is not None:
        fewest, mean, most = report.decisions
        longest = f"and {most} at most" if most is not None else "and there is no longest, for one can go round"
        least = f"{fewest} decision{'' if fewest == 1 else 's'} at least"
        average = "" if mean is None else f"{mean:.1f} on average, "
        yield f"A playthrough takes {least}, {average}{longest}."
    for kind in KINDS[:-1]:
        verdicts = report.verdicts[kind]
        if verdicts:
            met = sum(v.verdict == "reachable" for v in verdicts)
            yield f"  {kind}: {'all' if met == len(verdicts) else met} of {len(verdicts)} can be met"


def _endings(report: Report) -> Iterator[str]:
    endings = report.verdicts["endings"]
    if not endings:
        return
    yield ""
    width = max(len(v.id) for v in endings)
    if report.chances is None:
        yield "Endings (how likely they are was not worked out: there are too many situations, or the run was stopped)"
    else:
        yield "Endings: how often, where every open choice is as likely as any other; and at most and at least, by a"
        yield "player who knows all that is hidden and tries for that ending, or to avoid it"
        yield f"  {'':{width}}  {'at random':>9}  {'at most':>8}  {'at least':>8}"
    for v in endings:
        if v.verdict != "reachable":
            yield f"  {v.id:{width}}  {v.verdict}: {v.because}"
        elif report.chances is None:
            yield f"  {v.id:{width}}  can be met"
        else:
            c = report.chances[v.id]
            yield f"  {v.id:{width}}  {share(c.odds):>9}  {share(c.best):>8}  {share(c.worst):>8}"
    if report.bound > EXACT:
        yield f"  These odds, and all below, are within {report.bound:.2g} of what is right: rings are large."
    lost = 1 - sum(c.odds for c in (report.chances or {}).values())
    if report.chances and lost > max(EXACT, report.bound):  # else it may be but what is not known
        yield f"  The other {share(lost)} never end: they get stuck or go round, as is told below."


def _policies(report: Report) -> Iterator[str]:
    if not report.policies or report.tones is None:
        return
    players = [(AT_RANDOM, report.tones), *((one.id, one.tones) for one in report.policies)]
    if report.short:
        players.append((report.short.id, report.short.tones))
    width = max(len(name) for name, _ in players)
    yield from ("", "Policies: how often their playthroughs end in each tone")
    yield f"  {'':{width}}{''.join(f'  {tone:>10}' for tone in TONES)}"
    for name, tones in players:
        yield f"  {name:{width}}{''.join(f'  {share(tones[tone]):>10}' for tone in TONES)}"


def _weights(report: Report) -> Iterator[str]:
    """Of each decision, the widest gap between two choices, the widest first."""
    if not report.weights:
        return
    yield from ("", "Decisions: how far apart two choices are in the odds of one tone, at random from there on")
    width = max(len(one.node) for one in report.weights)
    for one in sorted(report.weights, key=lambda one: -one.weight):
        gap, said = f"{one.weight * 100:.1f} points", ""
        if one.highest and one.lowest:
            high, low = (ref.partition(".")[2] for ref in (one.highest, one.lowest))
            said = f"  of {one.tone}: {high} over {low}"
        yield f"  {one.node:{width}}  {gap:>12}{said}"


def _impossible(report: Report) -> Iterator[str]:
    """What can never be met, causes first: of a node that is never entered neither its parts nor what is behind it."""
    never = {v.id for v in report.verdicts["nodes"] if v.verdict == "impossible"}
    never_met = [
        (kind, v)
        for kind in KINDS[:-1]
        for v in report.verdicts[kind]
        if v.verdict == "impossible" and not v.cause and (kind == "nodes" or v.id.partition(".")[0] not in never)
    ]
    behind = Counter(v.cause for v in report.verdicts["nodes"])
    if never_met:
        yield from ("", "Never met, whatever one does")
    for kind, v in never_met:
        yield f"  {kind[:-1]} {v.id}{_at(v.file, v.line)}"
        more = f"; and {behind[v.id]:,} more behind it" if kind == "nodes" and behind[v.id] else ""
        yield f"      {v.because}{more}"


def _unknown(report: Report) -> Iterator[str]:
    unknown = sum(v.verdict == "unknown" for kind in KINDS[:-1] for v in report.verdicts[kind])
    if unknown:
        more = "give it more time with --seconds" if report.late else "raise it with --limit"
        more = "let it run on" if report.stopped else more
        yield from ("", f"Unknown: {unknown} things were not met before it stopped, and may or may not be; {more}.")


def _theses(report: Report) -> Iterator[str]:
    if report.theses:
        yield from ("", "Theses")
    for t in report.theses:
        figure = "" if t.figure is None else f" ({share(t.figure)})"
        if t.other is not None and t.figure is not None:
            figure = f" ({share(t.figure)} against {share(t.other)})"
        shortest = "; the shortest one:" if t.witness else ""
        if t.witness is None and t.because in SHOWN:
            shortest = "; the shortest one: unknown (limit reached)"
        yield f"  {t.id}: {t.verdict}; {t.because}{figure}{shortest}"
        yield from (f"      {step.kind} {step.ref}" for step in t.witness or ())


def _findings(report: Report) -> Iterator[str]:
    if report.findings:
        yield from ("", "Worth a look")
    for fault in report.findings:
        yield f"  {fault.severity}: {fault.message}{_at(fault.file, fault.line)}"
        if fault.excerpt.strip():
            yield f"      {fault.excerpt.strip()[:100]}"


def _at(file: str, line: int) -> str:
    return f" ({file}:{line})" if line else ""


def share(p: float) -> str:
    """A probability as a percentage, never rounded to certainty."""
    if p in (0.0, 1.0):
        return f"{p:.0%}"
    if p < 0.001:
        return f"{p * 100:.2g}%"
    return "over 99.9%" if p > 0.999 else f"{p:.1%}"


def _json(steps: Iterable[Step] | None) -> list[dict[str, str]] | None:
    return None if steps is None else [{step.kind: step.ref} for step in steps]
