"""Who is asked, how answers are ranked, and what a refusal says: decisions without I/O."""

from __future__ import annotations

from rampkit.routing.candidates import Candidate, Candidates, Corridors, candidates
from rampkit.routing.comparison import Answer, compare
from rampkit.routing.policy import Ordering, Policy, policy_of
from rampkit.routing.ranking import rank
from rampkit.routing.refusals import EXPLANATIONS, Explanation, most_actionable, reason_of, refusal_of

__all__ = [
    "EXPLANATIONS",
    "Answer",
    "Candidate",
    "Candidates",
    "Corridors",
    "Explanation",
    "Ordering",
    "Policy",
    "candidates",
    "compare",
    "most_actionable",
    "policy_of",
    "rank",
    "reason_of",
    "refusal_of",
]
