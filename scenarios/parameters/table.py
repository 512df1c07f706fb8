"""All parameters: one model for files and the command line, one flat record for the compiled rules."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ConfigDict
from pydantic.fields import FieldInfo

from tightrope.scenarios.parameters.borrowers import (
    Borrowing,
    Business,
    Helping,
    Learning,
    Remedies,
    Repaying,
    Spending,
    Trusting,
)
from tightrope.scenarios.parameters.declare import Section
from tightrope.scenarios.parameters.environment import Economy, Network, Outside, Regulation
from tightrope.scenarios.parameters.lender import (
    Accounts,
    Collections,
    Freezes,
    Hardship,
    Incidents,
    Limits,
    Products,
    Raises,
    Scoring,
    Service,
    Stance,
)
from tightrope.scenarios.parameters.population import Population

__all__ = ["PARAMETER_DTYPE", "Numbers", "Parameters", "as_record", "declaration", "declared", "section_of"]


class Parameters(Section):
    """Every parameter of the market, in the tables of a scenario file."""

    model_config = ConfigDict(title="Parameters of the market")

    economy: Economy = Economy()
    regulation: Regulation = Regulation()
    outside: Outside = Outside()
    network: Network = Network()
    population: Population = Population()
    spending: Spending = Spending()
    borrowing: Borrowing = Borrowing()
    business: Business = Business()
    repaying: Repaying = Repaying()
    helping: Helping = Helping()
    learning: Learning = Learning()
    remedies: Remedies = Remedies()
    trusting: Trusting = Trusting()
    products: Products = Products()
    scoring: Scoring = Scoring()
    limits: Limits = Limits()
    raises: Raises = Raises()
    freezes: Freezes = Freezes()
    stance: Stance = Stance()
    service: Service = Service()
    hardship: Hardship = Hardship()
    incidents: Incidents = Incidents()
    collections: Collections = Collections()
    accounts: Accounts = Accounts()


if TYPE_CHECKING:

    class Numbers(
        Economy, Regulation, Outside, Network,
        Population, Spending, Borrowing, Business, Repaying, Helping, Learning, Remedies, Trusting,
        Products, Scoring, Limits, Raises, Freezes, Stance, Service, Hardship, Incidents, Collections, Accounts,
    ):  # fmt: skip
        """The month's parameters as the rules read them, ``p.cashloan_apr``: one record of ``PARAMETER_DTYPE``."""

else:  # nobody makes one, and a model of every parameter at once takes long to build

    class Numbers:
        """The month's parameters as the rules read them, ``p.cashloan_apr``: one record of ``PARAMETER_DTYPE``."""


def _sections() -> Iterator[tuple[str, type[Section]]]:
    for name, field in Parameters.model_fields.items():
        annotation = field.annotation
        assert isinstance(annotation, type) and issubclass(annotation, Section)
        yield name, annotation


@cache
def declared() -> Mapping[str, FieldInfo]:
    """Return every declaration by its name, which is unique over all tables."""
    return {name: field for _, section in _sections() for name, field in section.model_fields.items()}


def declaration(name: str) -> FieldInfo:
    """Return the declaration of a parameter; of a lender's own number, ``LENDER.parameter``, that of the parameter."""
    return declared()[name.rpartition(".")[2]]


@cache
def section_of() -> Mapping[str, str]:
    """Return the table that each parameter stands in."""
    return {name: table for table, section in _sections() for name in section.model_fields}


def _numbers() -> list[str]:
    return [name for name, field in declared().items() if field.annotation in (float, int)]


PARAMETER_DTYPE = np.dtype([(name, np.float64) for name in _numbers()])
"""The flat record that compiled rules read: every numeric parameter as a float."""


def as_record(parameters: Parameters) -> Any:
    """Return the numeric parameters as an array of one ``PARAMETER_DTYPE`` record, shape (1,)."""
    home = section_of()
    numbers = tuple(getattr(getattr(parameters, home[name]), name) for name in PARAMETER_DTYPE.names or ())
    return np.array([numbers], PARAMETER_DTYPE)
