"""The service desk: cases and their turn, locked accounts and identity, appeals and their answers, manual reviews."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.markets import KEYS, MANY, borrower, flows, near, parameters, policy, share_of_borrowers
from tightrope.agents.appealing import answer, appeal, evidence, review_appeal
from tightrope.agents.borrowing import prepay
from tightrope.agents.codes import Answer, Contact, FreezeReason, Queue, Remedy
from tightrope.agents.contact import make_contact
from tightrope.agents.freezing import review_freeze, review_withheld, unsettled
from tightrope.agents.lines import room_cashloan, room_paylater
from tightrope.agents.locking import lock, prove_identity, without_wallet
from tightrope.agents.repaying import pay_cashloan, pay_on_due_date, pay_paylater
from tightrope.agents.service import lapse, may_come, open_case, taken_up
from tightrope.agents.trusting import feel, leave
from tightrope.model.engine.life import spend_and_borrow

IDENTITY, MULTI, RISK = FreezeReason.IDENTITY, FreezeReason.MULTI_PLATFORM, FreezeReason.RISK
ARREARS = {"late_paylater": 1, "overdue_paylater": 3_000, "overdue_cashloan": 2_000}

# the desk


@pytest.mark.parametrize(("upto", "chance"), [(5.0, 0.0), (5.3, 0.3), (6.0, 1.0), (9.0, 1.0)])
def test_the_desk_takes_up_the_share_of_a_month_s_cases_that_it_has_reached(upto: float, chance: float) -> None:
    q = policy(month=8, desk=upto, desk_identity=upto)

    def settled(i: int) -> bool:
        b, f = borrower(case=Queue.APPEAL, case_month=5, locked=1), flows()
        done = taken_up(b, f, q, KEYS, i)
        assert (f["case_served"], f["case_waited"]) == ((Queue.APPEAL, 3) if done else (0, 0))
        assert (b["case"], b["locked"]) == ((0, 0) if done else (Queue.APPEAL, 1)), "identity is proved on the way"
        return done

    assert share_of_borrowers(settled) == near(chance)


def test_one_case_at_a_time_and_one_a_month() -> None:
    b, f = borrower(), flows()
    assert may_come(b, policy(month=4))
    open_case(b, f, policy(month=4), Queue.RESTORATION)
    assert (b["case"], b["case_month"], f["case_arrived"]) == (Queue.RESTORATION, 4, Queue.RESTORATION)
    assert not may_come(b, policy(month=9)), "the first is open still"
    lapse(b, f)
    assert (b["case"], f["case_withdrawn"]) == (0, Queue.RESTORATION)
    assert not may_come(b, policy(month=4)) and may_come(b, policy(month=5))
    f = flows()
    lapse(b, f)
    assert f["case_withdrawn"] == 0, "there was none"


# locks and identity


@pytest.mark.parametrize(("literacy", "chance"), [(0.2, 0.16), (0.5, 0.1), (1.0, 0.0)])
def test_the_literate_are_locked_out_less(literacy: float, chance: float) -> None:
    p = parameters(lock_monthly=0.1, silent_lock_monthly=0.0)

    def locked(i: int) -> bool:
        b = borrower(literacy=literacy)
        lock(b, p, KEYS, i)
        return bool(b["locked"])

    assert share_of_borrowers(locked) == near(chance)


@pytest.mark.parametrize(("silent", "contact", "locks"), [(5, 1, True), (4, 1, False), (5, 2, False), (5, 0, False)])
def test_half_a_year_s_silence_locks_in_its_sixth_month(silent: int, contact: int, locks: bool) -> None:
    b = borrower(late_paylater=silent, contact=contact, silent_months=silent)
    lock(b, parameters(lock_monthly=0.0, silent_lock_monthly=1.0, silent_lock_months=6), KEYS, 1)
    assert bool(b["locked"]) is locks


def test_not_every_silent_account_is_locked() -> None:
    p = parameters(lock_monthly=0.0, silent_lock_monthly=0.3, silent_lock_months=6)

    def locked(i: int) -> bool:
        b = borrower(contact=Contact.SILENT, silent_months=7)
        lock(b, p, KEYS, i)
        return bool(b["locked"])

    assert share_of_borrowers(locked) == near(0.3)


def test_months_of_silence_are_counted_at_a_stretch() -> None:
    silent, talking = (parameters(contact_base=base, **NO_OTHER_CONTACT) for base in (0.0, 1.0))
    b, counted = borrower(overdue_cashloan=1, late_cashloan=1), []
    for p in (silent, silent, silent, talking, silent):
        make_contact(b, p, KEYS, 1)
        counted.append(int(b["silent_months"]))
    assert counted == [1, 2, 3, 0, 1]
    b["overdue_cashloan"] = 0
    make_contact(b, silent, KEYS, 1)
    assert b["silent_months"] == 0


NO_OTHER_CONTACT = {
    "contact_trust": 0.0, "contact_literacy": 0.0, "contact_flexibility": 0.0, "silence_reconsidered": 1.0,
    "contact_reconsidered": 1.0,
}  # fmt: skip


def test_who_proves_identity_breaks_the_silence() -> None:
    b, f = borrower(locked=1, silent_months=7, contact=Contact.SILENT, late_cashloan=6, cash=9), flows()
    prove_identity(b, f, parameters(verify_ask_monthly=1.0), policy(month=4, desk_identity=9.0), KEYS, 1)
    assert (b["locked"], b["silent_months"]) == (0, 0)


@pytest.mark.parametrize(
    ("state", "share", "spent"),
    [
        ({"locked": 0}, 0.3, 500_000),
        ({}, 0.3, 350_000),
        ({}, 0.0, 500_000),
        ({}, 0.9, 250_000),  # needs are met by other means
        ({"income_usual": 2_000_000}, 0.3, 500_000),  # all of it is needed
    ],
)
def test_a_locked_wallet_buys_nothing(state: dict[str, int], share: float, spent: int) -> None:
    p = parameters(wallet_share=share, subsistence_yuan=1000, subsistence_share=0.25, subsistence_most=1.0)
    f = flows()
    assert without_wallet(borrower(**{"locked": 1, **state}), f, p, 500_000) == spent
    assert f["wallet_blocked"] == 500_000 - spent


def test_what_the_wallet_does_not_buy_stays_at_hand() -> None:
    cash = []
    for share in (0.0, 0.4):
        b, f = borrower(locked=1, cash=300_000, buffer_months=1.0), flows()
        p = parameters(wallet_share=share, expense_shock_monthly=0.0, lock_monthly=0.0, record_rent_share=0.0)
        spend_and_borrow(b, f, p, policy(), KEYS, 1)
        cash.append(int(b["cash"]) + int(f["spending"]))
        assert (f["wallet_blocked"] > 0) == (share > 0)
        blocked = int(f["wallet_blocked"])
    assert cash[0] == cash[1]
    assert blocked > 0


def test_a_locked_account_neither_draws_nor_repays_whatever_its_owner_holds() -> None:
    b = borrower(
        locked=1, cash=9_000_000, limit_paylater=500_000, limit_cashloan=900_000, balance_paylater=60_000,
        balance_cashloan=200_000, instalment=20_000, outside_debt=40_000,
    )  # fmt: skip
    p, q = parameters(forget_paylater_monthly=0.0, forget_cashloan_monthly=0.0, prepay_monthly=1.0), policy()
    f = flows(due_paylater=60_000, least_paylater=6_000, due_cashloan=20_000, due_outside=9_000)
    assert (room_cashloan(b, q), room_paylater(b)) == (0, 0)
    prepay(b, f, p, q, 0, KEYS, 1)
    pay_on_due_date(b, f, p, q, KEYS, 1)
    assert (pay_paylater(b, f, 100), pay_cashloan(b, f, 100)) == (0, 0)
    assert (f["paid_paylater"], f["paid_cashloan"], f["prepaid"], f["outside_paid"]) == (0, 0, 0, 9_000)
    assert (f["missed_paylater"], f["missed_cashloan"], f["technical"]) == (60_000, 20_000, 1)
    b["balance_cashloan"] = b["overdue_paylater"] = 0
    leave(b, f, parameters(leave_monthly=1.0), q, KEYS, 1)
    assert f["left"] == 0, "nor can its owner settle and go"


def test_no_payment_failed_where_nothing_was_due() -> None:
    f = flows()
    pay_on_due_date(borrower(locked=1), f, parameters(), policy(), KEYS, 1)
    assert f["technical"] == 0


@pytest.mark.parametrize(
    ("state", "upto", "freed"),
    [
        ({}, 5.0, True),  # within the thirty days, where the desk is free
        ({}, 4.0, False),
        ({"contact": 1}, 5.0, True),  # just missed a due: nothing to hide from
        ({**ARREARS, "contact": 1, "cash": 4_999}, 5.0, False),
        ({**ARREARS, "contact": 1, "cash": 5_000}, 5.0, True),  # nor with the money at hand
        ({**ARREARS, "contact": 2}, 5.0, True),
        ({**ARREARS, "case": Queue.VERIFICATION, "case_month": 2, "contact": 1}, 5.0, True),  # came before
        ({"case": Queue.APPEAL, "case_month": 2}, 5.0, False),  # which the review will settle
    ],
    ids=str,
)
def test_identity_is_proved_by_those_who_come_when_their_turn_has_come(
    state: dict[str, float], upto: float, freed: bool
) -> None:
    b, f = borrower(locked=1, **state), flows()
    prove_identity(b, f, parameters(verify_ask_monthly=1.0), policy(month=4, desk_identity=upto), KEYS, 1)
    assert bool(b["locked"] == 0) is freed is bool(f["case_served"] == Queue.VERIFICATION)


def test_owners_come_as_often_as_declared() -> None:
    p, q = parameters(verify_ask_monthly=0.7), policy(month=4, desk_identity=5.0)

    def comes(i: int) -> bool:
        f = flows()
        prove_identity(borrower(locked=1), f, p, q, KEYS, i)
        return bool(f["case_arrived"] == Queue.VERIFICATION)

    assert share_of_borrowers(comes) == near(0.7)


def test_a_line_closed_for_identity_opens_whole_once_that_is_proved() -> None:
    p, q = parameters(), policy(month=6)
    b, f = borrower(locked=1, limit_cashloan=800_000, late_cashloan=1), flows()
    review_freeze(b, f, p, q, False, KEYS, 1)
    assert b["freeze_reason"] == f["froze"] == IDENTITY, "the lock is the one primary reason"
    b["late_cashloan"] = 0
    review_freeze(b, f, p, q, False, KEYS, 1)
    assert b["freeze_reason"] == IDENTITY
    b["locked"], b["late_cashloan"] = 0, 1
    review_freeze(b, f, p, q, False, KEYS, 1)
    assert b["freeze_reason"] == IDENTITY, "arrears come first"
    b["late_cashloan"] = 0
    review_freeze(b, f, p, policy(month=9), False, KEYS, 1)
    assert (f["reopened"], f["frozen_for"], b["freeze_reason"], b["limit_cashloan"]) == (IDENTITY, 3, 0, 800_000)


def test_a_lock_closes_the_line_of_a_good_borrower_even_where_identity_is_proved_at_once() -> None:
    p, b = parameters(verify_ask_monthly=1.0), borrower(locked=1, limit_cashloan=800_000)
    prove_identity(b, flows(), p, policy(month=6, desk_identity=7.0), KEYS, 1)
    assert b["locked"] == 0
    frozen, opened = flows(), flows()
    review_freeze(b, frozen, p, policy(month=6), False, KEYS, 1)
    review_freeze(b, opened, p, policy(month=7), False, KEYS, 1)
    assert (frozen["froze"], opened["reopened"], opened["frozen_for"]) == (IDENTITY, IDENTITY, 1)
    review_freeze(b, opened, p, policy(month=8), False, KEYS, 1)
    assert b["freeze_reason"] == 0, "and stays open"


def test_a_line_frozen_already_keeps_its_reason_and_stays_closed_while_locked() -> None:
    p, q = parameters(observation_months=0, reopen_monthly=1.0), policy(month=9)
    b, f = borrower(locked=1, freeze_reason=RISK, frozen_month=5, score=800.0), flows()
    review_freeze(b, f, p, q, False, KEYS, 1)
    assert (b["freeze_reason"], f["froze"], f["reopened"]) == (RISK, 0, 0)
    b["locked"] = 0
    review_freeze(b, f, p, q, False, KEYS, 1)
    assert f["reopened"] == RISK


# appeals


@pytest.mark.parametrize(
    ("state", "transparency", "chance"),
    [
        ({}, 0.0, 0.2),
        ({}, 0.5, 0.1),
        ({}, 1.0, 0.0),  # all was explained
        ({"mending": Remedy.MENDING}, 0.5, 0.2),
        ({"mending": Remedy.GAVE_UP}, 0.0, 0.0),
        ({"frozen_month": 6}, 0.0, 0.0),  # this very month
        ({"freeze_reason": IDENTITY}, 0.0, 0.0),
        ({"case": Queue.RESTORATION}, 0.0, 0.0),
    ],
    ids=str,
)
def test_who_was_told_little_asks(state: dict[str, float], transparency: float, chance: float) -> None:
    p, q = parameters(appeal_monthly=0.2), policy(month=6, transparency=transparency)

    def asks(i: int) -> bool:
        b, f = borrower(**{"freeze_reason": RISK, "frozen_month": 5, **state}), flows()
        appeal(b, f, p, q, KEYS, i)
        return bool(f["case_arrived"] == Queue.APPEAL)

    assert share_of_borrowers(asks) == near(chance)


@given(verified=st.integers(0, 1), months=st.integers(0, 120), seen=st.integers(0, 10**9))
def test_evidence_is_a_share_and_falls_with_what_speaks_against(verified: int, months: int, seen: int) -> None:
    found = evidence(borrower(verified=verified, months_since_late=months, outside_seen=seen), parameters())
    assert 0 <= found <= 1
    assert evidence(borrower(verified=1, months_since_late=months, outside_seen=seen), parameters()) >= found
    assert evidence(borrower(verified=verified, months_since_late=120, outside_seen=seen), parameters()) >= found
    assert evidence(borrower(verified=verified, months_since_late=months, outside_seen=0), parameters()) >= found


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ({"verified": 1}, 1.0),
        ({}, 2 / 3),
        ({"verified": 1, "months_since_late": 3}, 0.75),
        ({"verified": 1, "outside_seen": 600_000}, 5 / 6),  # a month of income
    ],
    ids=str,
)
def test_evidence_has_three_equal_parts(state: dict[str, float], shown: float) -> None:
    assert evidence(borrower(**state), parameters()) == pytest.approx(shown)


def test_answers_come_as_declared() -> None:
    """Phrases first, where rules are opaque; the rest is granted by evidence (here 5/6) or refused."""
    p, q = parameters(partial_answer_share=0.4, appeal_success=0.6), policy(month=6, transparency=0.5)
    found = []
    for i in range(MANY):
        b, f = borrower(freeze_reason=RISK, frozen_month=5, score=900.0, verified=1, outside_seen=600_000), flows()
        answer(b, f, p, q, False, KEYS, i)
        found.append(int(f["appeal_answer"]))
        assert bool(f["reopened"] == RISK) is bool(b["freeze_reason"] == 0) is (found[-1] == Answer.GRANTED)
    shares = [found.count(each) / len(found) for each in (Answer.PHRASES, Answer.GRANTED, Answer.REFUSED)]
    assert shares == [near(0.2), near(0.8 * 0.5), near(0.8 * 0.5)]


@pytest.mark.parametrize(
    ("state", "over_cap", "given"),
    [
        ({}, False, Answer.GRANTED),  # in the second month: the observation time is spared
        ({"late_paylater": 1}, False, Answer.REFUSED),
        ({"late_cashloan": 2}, False, Answer.REFUSED),
        ({"locked": 1}, False, Answer.REFUSED),
        ({"score": 470.0}, False, Answer.REFUSED),
        ({"instalment": 560_000}, False, Answer.REFUSED),
        ({}, True, Answer.REFUSED),
        ({"freeze_reason": MULTI, "multi_seen": 9.0}, False, Answer.REFUSED),
        ({"freeze_reason": MULTI, "multi_seen": 8.0}, False, Answer.GRANTED),
    ],
    ids=str,
)
def test_the_desk_spares_time_not_conditions(state: dict[str, float], over_cap: bool, given: int) -> None:
    p = parameters(appeal_success=1.0, partial_answer_share=0.0, multi_threshold=8.0, severe_observation_months=60.0)
    q = policy(month=6, risk_cutoff=455.0, debt_to_income_cutoff=0.85)
    whole = {"freeze_reason": 1, "frozen_month": 5, "verified": 1, "limit_cashloan": 100_000}
    b, f = borrower(**{**whole, **state}), flows()
    answer(b, f, p, q, over_cap, KEYS, 1)
    assert f["appeal_answer"] == given
    assert b["limit_cashloan"] == (60_000 if given == Answer.GRANTED else 100_000)


@pytest.mark.parametrize(("seen", "opens"), [(8.0, True), (8.5, False)])
def test_who_borrowed_from_too_many_must_be_seen_to_owe_fewer(seen: float, opens: bool) -> None:
    p, f = parameters(multi_threshold=8.0, observation_months=3, reopen_monthly=1.0), flows()
    review_freeze(borrower(freeze_reason=MULTI, multi_seen=seen), f, p, policy(month=9), False, KEYS, 1)
    assert bool(f["reopened"] == MULTI) is opens


def test_an_appeal_lapses_when_the_line_opens_or_its_holder_gives_up() -> None:
    p, q = parameters(), policy(month=6, desk=9.0, desk_identity=9.0)
    for state in ({"freeze_reason": 0}, {"freeze_reason": RISK, "mending": Remedy.GAVE_UP}):
        b, f = borrower(case=Queue.APPEAL, case_month=5, **state), flows()
        review_appeal(b, f, p, q, False, KEYS, 1)
        assert (b["case"], f["case_withdrawn"], f["case_served"], f["appeal_answer"]) == (0, Queue.APPEAL, 0, 0)


@pytest.mark.parametrize(
    ("given", "hurts"), [(0, False), (Answer.GRANTED, False), (Answer.REFUSED, True), (Answer.PHRASES, True)]
)
def test_a_refusal_and_phrases_hurt(given: int, hurts: bool) -> None:
    b = borrower(trust=0.5, freeze_reason=RISK)
    feel(b, flows(appeal_answer=given), parameters(refusal_hurt=0.1), policy(transparency=0.0))
    assert b["trust"] == pytest.approx(0.4 if hurts else 0.5)


# manual reviews of limits repaid early


def test_a_manual_review_keeps_the_limit_away_until_the_desk_comes_to_it() -> None:
    p = parameters(restore_monthly=1.0, manual_review_share=1.0)
    b, f = borrower(withheld=400_000, prepaid_month=2, limit_cashloan=400_000), flows()
    review_withheld(b, f, p, policy(month=5, desk=9.0), KEYS, 1)
    assert (b["case"], f["case_arrived"], b["withheld"]) == (Queue.RESTORATION, Queue.RESTORATION, 400_000)
    review_withheld(b, flows(), p, policy(month=6, desk=5.0), KEYS, 1)
    assert b["withheld"] == 400_000, "the desk is busy"
    f = flows()
    review_withheld(b, f, p, policy(month=7, desk=6.0), KEYS, 1)
    assert (b["withheld"], f["restored"], f["case_waited"], b["case"]) == (0, 5, 2, 0)


def test_the_share_of_manual_reviews_is_the_declared_one() -> None:
    p, q = parameters(restore_monthly=1.0, manual_review_share=0.4), policy(month=5)

    def waits(i: int) -> bool:
        b, f = borrower(withheld=1, prepaid_month=3, limit_cashloan=400_000), flows()
        review_withheld(b, f, p, q, KEYS, i)
        assert bool(b["withheld"]) is bool(f["restored"] == 0)
        return bool(b["withheld"])

    assert share_of_borrowers(waits) == near(0.4)


@pytest.mark.parametrize("gone", [{"withheld": 0}, {"freeze_reason": RISK}, {"cool_off": 2}, {"score": 400.0}], ids=str)
def test_a_manual_review_lapses_with_its_reason(gone: dict[str, float]) -> None:
    b, f = borrower(**{"withheld": 5, "case": Queue.RESTORATION, "case_month": 3, **gone}), flows()
    review_withheld(b, f, parameters(), policy(month=6, desk=9.0), KEYS, 1)
    assert (b["case"], f["case_withdrawn"], f["restored"]) == (0, Queue.RESTORATION, 0)


# what arrears keep away


@pytest.mark.parametrize("state", [*({name: 1} for name in ARREARS), {"late_cashloan": 1}, {"plan": 3}, {}], ids=str)
def test_arrears_keep_away_a_limit_repaid_early(state: dict[str, int]) -> None:
    p = parameters(restore_monthly=1.0, manual_review_share=0.0, restore_arrears_block=0.4)
    clear = borrower(withheld=100, score=900.0)
    assert unsettled(borrower(**state)) == bool(state)

    def returns(i: int) -> bool:
        b = borrower(withheld=100, score=900.0, **state)
        review_withheld(b, flows(), p, policy(), KEYS, i)
        return bool(b["withheld"] == 0)

    review_withheld(clear, flows(), p, policy(), KEYS, 1)
    assert clear["withheld"] == 0
    assert share_of_borrowers(returns) == near(0.6 if state else 1.0)
