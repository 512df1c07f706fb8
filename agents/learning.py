"""Financial literacy moves around what is one's own: programmes teach it, and so does a fee just paid (C14).

Knowledge is easier to teach than behaviour, and fades: programmes explain a thousandth of how people handle money
(Fernandes, Lynch and Netemeyer 2014), and teach best at the moment when it matters (Kaiser and Menkhoff 2017).
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["learn", "lesson"]


@rule
def lesson(f: Flow, p: Numbers, keys: Keys, i: int) -> float:
    """Return what the month teaches at most: the share that is learned of what is not known yet.

    Formula:
        education_effect      with chance education_share
        teaching_effect       with chance teaching_share where a late fee is charged

    The stronger of the two counts.
    """
    taught = p.education_effect if happens(keys, on.EDUCATION, i, p.education_share) else 0.0
    fee = f.fees_paylater + f.fees_cashloan
    if fee > 0 and happens(keys, on.TEACHING, i, p.teaching_share):
        taught = max(taught, p.teaching_effect)
    return taught


@rule
def learn(b: Borrower, f: Flow, p: Numbers, keys: Keys, i: int) -> None:
    """What was learned fades, and a lesson brings it back up; the same lesson again adds nothing.

    Formula:
        learned   = (1 - learning_fade_monthly) * (literacy - literacy_own)
        literacy <- literacy_own + max(learned, lesson * (1 - literacy_own))
                 stays      education_share = teaching_share = 0 and literacy <= literacy_own: nothing is taught
    """
    if p.education_share <= 0.0 and p.teaching_share <= 0.0 and b.literacy <= b.literacy_own:
        return
    learned = (1.0 - p.learning_fade_monthly) * (b.literacy - b.literacy_own)
    b.literacy = b.literacy_own + max(learned, lesson(f, p, keys, i) * (1.0 - b.literacy_own))
