"""The questions of the portal: in which order they are asked, and what an answer that changes makes old (E2, E4)."""

from collections.abc import Mapping
from typing import Any

OFFICE, GROUP, KIND, WHAT, COPIES, PURPOSE, MAY, YOU, DECLARE = QUESTIONS = (
    "office", "who", "kind", "what", "copies", "purpose", "may", "you", "declaration",
)  # fmt: skip
AGENT = "agent"  # no question: that they ask as the agent of whom the law entitles
# What has to be asked again after another answer to a question; the signature is under everything.
MADE_OLD: dict[str, tuple[str, ...]] = {
    OFFICE: (GROUP, KIND, WHAT, COPIES, PURPOSE, MAY, DECLARE),
    GROUP: (KIND, WHAT, COPIES, PURPOSE, MAY, DECLARE),
    KIND: (WHAT, COPIES, PURPOSE, MAY, DECLARE),
    WHAT: (COPIES, PURPOSE, MAY, DECLARE),
    COPIES: (MAY, DECLARE),
    PURPOSE: (MAY, DECLARE),
    MAY: (DECLARE,),
    YOU: (DECLARE,),
    DECLARE: (),
}


def first_unanswered(answers: Mapping[str, Any]) -> str | None:
    """The question that comes next, or None: all are answered."""
    return next((name for name in QUESTIONS if name not in answers), None)


def may_be_asked(name: str, answers: Mapping[str, Any]) -> bool:
    """Whether every question before this one is answered: nobody jumps ahead."""
    return all(earlier in answers for earlier in QUESTIONS[: QUESTIONS.index(name)])


def with_answer(answers: Mapping[str, Any], name: str, given: Any) -> dict[str, Any]:
    """The answers with this one; where it is another than before, without those that hang on it."""
    old = MADE_OLD[name] if name in answers and answers[name] != given else ()
    if AGENT in answers and name in (OFFICE, GROUP, KIND):
        old = (*MADE_OLD[name], YOU, AGENT)
    return {**{key: value for key, value in answers.items() if key not in old}, name: given}


def places_back(name: str) -> str | None:
    """The question before this one."""
    at = QUESTIONS.index(name)
    return QUESTIONS[at - 1] if at else None
