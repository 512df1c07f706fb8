"""Who in arrears talks to the platform, and who hides; what a standing offer of plans does to that (C7, C8, D5)."""

from tightrope.agents.borrower import NEVER, Borrower
from tightrope.agents.codes import Contact, Remedy
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["chance_of_contact", "make_contact", "plan_offer"]


@rule
def plan_offer(p: Numbers) -> float:
    """Return the chance that a plan is offered: the platform's own will, and what a standard of the industry asks (D5).

    Formula:
        hardship_offer + late_debt_standard * (1 - hardship_offer)
    """
    return p.hardship_offer + p.late_debt_standard * (1.0 - p.hardship_offer)


@rule
def chance_of_contact(b: Borrower, p: Numbers) -> float:
    """Return the chance that a debtor talks: the trusting and literate more, and all more where plans are offered.

    Formula:
        contact_base + contact_trust * trust + contact_literacy * literacy + contact_flexibility * plan_offer
    """
    return (
        p.contact_base
        + p.contact_trust * b.trust
        + p.contact_literacy * b.literacy
        + p.contact_flexibility * plan_offer(p)
    )


@rule
def make_contact(b: Borrower, p: Numbers, keys: Keys, i: int) -> None:
    """A borrower in arrears hides or talks to the platform (C7), mostly as last month; who mends things talks (C8).

    Formula:
        thinks of it anew      with chance 1 where not late before, silence_reconsidered of the silent,
                               contact_reconsidered of those in contact
        talks                  with chance chance_of_contact, where anew; else as last month
        silent_months         <- silent_months + 1      silent, else 0
    """
    if b.overdue_paylater == 0 and b.overdue_cashloan == 0:
        b.contact = Contact.NOT_LATE
        b.silent_months = 0
        return
    anew, talked = 1.0, b.contact == Contact.IN_CONTACT
    if talked:
        anew = p.contact_reconsidered
    elif b.contact == Contact.SILENT:
        anew = p.silence_reconsidered
    draw = uniform(keys, on.CONTACT, i)
    talks = draw < anew * min(1.0, chance_of_contact(b, p)) or (talked and draw >= anew) or b.mending == Remedy.MENDING
    b.contact = Contact.IN_CONTACT if talks else Contact.SILENT
    b.silent_months = 0 if talks else min(NEVER, b.silent_months + 1)
