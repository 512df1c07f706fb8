"""Lump-sum raises of the cash loan limit, by four channels: welcome, record, campaign, own application (B3)."""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Cut, FreezeReason, RaiseChannel
from tightrope.agents.flows import Flow
from tightrope.agents.limiting import entitled_total, highest_total
from tightrope.agents.lines import months_late
from tightrope.agents.money import fen
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["review_raises", "welcome"]


@rule
def raise_at_once(b: Borrower, f: Flow, p: Numbers, policy: Policy, channel: RaiseChannel, yuan: float) -> None:
    """Add a lump sum to the cash loan limit, as far as the regulator's cap on the total allows.

    Formula:
        more = min(yuan, highest_total - limit_paylater - limit_cashloan)

    It is noted in ``raised_month`` and ``raise_channel``.
    """
    more = min(fen(100.0 * yuan), highest_total(b, p) - b.limit_paylater - b.limit_cashloan)
    if more <= 0:
        return
    b.limit_cashloan += more
    b.raised_month = int(policy.month)
    b.raise_channel = channel
    f.lump_raise = channel


@rule
def below_entitlement(b: Borrower, p: Numbers, policy: Policy) -> bool:
    """Whether the limits leave room below what score and income entitle to, with a margin on top.

    Formula:
        limit_paylater + limit_cashloan < raise_tolerance * entitled_total
    """
    return b.limit_paylater + b.limit_cashloan < p.raise_tolerance * entitled_total(b, p, policy)


@rule
def welcome(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """A newcomer may start with a raise; like all but campaigns, it becomes rare as the stance tightens.

    Formula:
        welcome_raise_yuan with chance welcome_share * (1 - policy.stance)
    """
    if happens(keys, on.WELCOME, i, p.welcome_share * (1.0 - policy.stance)):
        raise_at_once(b, f, p, policy, RaiseChannel.WELCOME, p.welcome_raise_yuan)


@rule
def review_raises(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Raise an open line in good order: a campaign asks for a score at most, a record is earned, others apply.

    Formula:
        campaign       campaign_raise_yuan with chance campaign_share
                       score >= campaign_least_score
        record         record_raise_yuan with chance record_raise_monthly * (1 - policy.stance)
                       score >= record_raise_score,  months_since_late >= record_raise_months
        application    apply_raise_yuan with chance apply_raise_monthly * (1 - policy.stance)
                       score >= raise_score,  balance_cashloan > apply_raise_used * limit_cashloan
        the last two   month - raised_month >= raise_pause_months,  below_entitlement

    The first that holds counts. Nobody is raised who is late or on a plan, or whose limits are cut this month or about
    to be; and but for campaigns, nobody far above what score and income entitle to.
    """
    if b.freeze_reason != FreezeReason.NONE or months_late(b) > 0 or b.plan > 0:
        return
    if f.cut != Cut.NONE or b.notice_left > 0:
        return
    if b.score >= p.campaign_least_score and happens(keys, on.CAMPAIGN, i, p.campaign_share):
        raise_at_once(b, f, p, policy, RaiseChannel.CAMPAIGN, p.campaign_raise_yuan)
        return
    if policy.month - b.raised_month < p.raise_pause_months:
        return
    loose = 1.0 - policy.stance
    good = b.score >= p.record_raise_score and b.months_since_late >= p.record_raise_months
    if good and happens(keys, on.RECORD_RAISE, i, p.record_raise_monthly * loose):
        if below_entitlement(b, p, policy):
            raise_at_once(b, f, p, policy, RaiseChannel.RECORD, p.record_raise_yuan)
    elif (
        b.balance_cashloan > p.apply_raise_used * b.limit_cashloan
        and b.score >= p.raise_score
        and happens(keys, on.APPLY_RAISE, i, p.apply_raise_monthly * loose)
        and below_entitlement(b, p, policy)
    ):
        raise_at_once(b, f, p, policy, RaiseChannel.APPLICATION, p.apply_raise_yuan)
