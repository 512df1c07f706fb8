"""The codes of the records: each fits its field, and the words in results are those of their members."""

import numpy as np
import pytest

from tightrope.agents import codes
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import FreezeReason, Queue, RaiseChannel, Segment, Status
from tightrope.agents.flows import Flow
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine.records import Code, Field, fields_of

CODED = [field for record in (Borrower, Flow, Policy) for field in fields_of(record) if field.codes]


@pytest.mark.parametrize("field", CODED, ids=lambda field: field.name)
def test_every_code_fits_its_field(field: Field) -> None:
    assert field.codes is not None and len(field.codes.labels()) == len(field.codes)
    assert max(field.codes) <= np.iinfo(np.dtype(field.kind)).max


def test_every_set_of_codes_is_that_of_a_field() -> None:
    declared = {value for value in vars(codes).values() if isinstance(value, type) and issubclass(value, Code)}
    assert declared - {Code} == {field.codes for field in CODED} == {getattr(codes, name) for name in codes.__all__}


def test_the_words_in_results() -> None:
    """Frames, figures and other programs know them: none may change."""
    assert Status.labels() == ("vacant", "active", "written off")
    assert Segment.labels() == ("salaried", "gig", "self-employed")
    assert " ".join(FreezeReason.labels()) == (
        "none delinquency linkage macro guidance regulation risk multi-platform identity upgrade arbitrage"
    )
    assert RaiseChannel.labels() == ("none", "welcome", "record", "campaign", "application")
    assert Queue.labels() == (
        *("none", "verification", "restoration", "appeal"),
        *("calls high", "calls low", "agency high", "agency low", "legal high", "legal low"),
    )
