"""What is asked of a story, and what the answers say: verdicts, theses and findings."""

from playable.verify.properties.batches import Result, decided_by_rules, later_batches, run_first, run_later
from playable.verify.properties.findings import Finding, StuckNode, findings, stuck_at
from playable.verify.properties.queries import Query, QueryId, QueryKind
from playable.verify.properties.texts import asked_memory, texts, told_after
from playable.verify.properties.theses import (
    OddsQuery,
    ThesisVerdict,
    asked,
    asked_together,
    decide,
    figures_of,
    odds_queries,
)
from playable.verify.properties.values import changing, doubted
from playable.verify.properties.verdicts import Verdict, answered, briefings, decided, met, nodes, shown, transitions
from playable.verify.properties.wording import told, worded

__all__ = [
    "Finding",
    "OddsQuery",
    "Query",
    "QueryId",
    "QueryKind",
    "Result",
    "StuckNode",
    "ThesisVerdict",
    "Verdict",
    "answered",
    "asked",
    "asked_memory",
    "asked_together",
    "briefings",
    "changing",
    "decide",
    "decided",
    "decided_by_rules",
    "doubted",
    "figures_of",
    "findings",
    "later_batches",
    "met",
    "nodes",
    "odds_queries",
    "run_first",
    "run_later",
    "shown",
    "stuck_at",
    "texts",
    "told",
    "told_after",
    "transitions",
    "worded",
]
