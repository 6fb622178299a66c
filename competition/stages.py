"""The scored stages: criteria, groups, weights, ties, rounding. Weights are percentages; what is derived is exact."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    model_validator,
)


def _exact(value: object) -> object:
    """YAML gives 12.5 as a float; its decimal text is what the person wrote."""
    if not isinstance(value, (int, float, str)) or isinstance(value, bool):
        return value
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(f"not a number: {value!r}") from error


def _weight(value: Fraction) -> Fraction:
    if value < 0:
        raise ValueError("a weight is not negative")
    return value


# As JSON a fraction is its exact text: the rules are frozen beside the rankings they made.
Exact = Annotated[Fraction, BeforeValidator(_exact), PlainSerializer(str, when_used="json")]
Weight = Annotated[Exact, AfterValidator(_weight)]


class Rule(BaseModel):
    """A frozen part of the rulebook; a key it does not know is an error, so that a typing slip is never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Scale(Rule):
    """What a judge may type in a cell."""

    min: Exact = Fraction(0)
    max: Exact = Fraction(100)
    decimal_comma: bool = True

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min >= self.max:
            raise ValueError("min must be below max")
        return self


class Criterion(Rule):
    """A column of the ballot; `weight` in percent of its group or stage."""

    id: str
    label: str
    weight: Weight
    rubric: str = ""


class Group(Rule):
    """Criteria that together weigh `weight` percent of a stage."""

    id: str
    weight: Weight
    label: str = ""
    criteria: tuple[Criterion, ...]


class Stage(Rule):
    """One scored stage. `advance` = seats that go on; None = all go on.

    `judges_per_proposal` None: every judge without conflict reads every proposal. Otherwise `linking_judges` link every
    pair of panels, so that harsh and lenient judges can be compared, and an institution has one judge on a proposal.
    `minimum`: who scores less does not go on. `third_reader_gap`: two totals further apart than this, on either side
    of the line, call for a third reader. `form`: judges may also score by a Google Form of their own; `photos`: every
    proposal has a folder that its judges put photos into.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,30}$")
    label: str
    advance: int | None = Field(default=None, ge=1)
    criteria: tuple[Criterion, ...] = ()
    groups: tuple[Group, ...] = ()
    schedule: str | None = None
    readings: tuple[AwareDatetime, ...] = ()
    judges_per_proposal: int | None = Field(default=None, ge=1)
    linking_judges: int = Field(default=2, ge=0, le=4)
    one_per_institution: bool = True
    minimum: Exact | None = None
    third_reader_gap: Weight | None = None
    form: bool = False
    photos: bool = False

    @model_validator(mode="after")
    def _weighs_hundred(self) -> Self:
        if bool(self.criteria) == bool(self.groups):
            raise ValueError("give either criteria or groups")
        sums = (
            [("criteria", self.criteria)] if self.criteria else [(f"groups › {g.id}", g.criteria) for g in self.groups]
        )
        for name, criteria in sums:
            if (total := sum((c.weight for c in criteria), Fraction(0))) != 100:
                raise ValueError(f"{name}: weights must total 100 (total {total})")
        if self.groups and (total := sum((g.weight for g in self.groups), Fraction(0))) != 100:
            raise ValueError(f"groups: weights must total 100 (total {total})")
        if len({c.id for c in self.columns}) != len(self.columns):
            raise ValueError("the same criterion id stands twice")
        return self

    @property
    def columns(self) -> tuple[Criterion, ...]:
        """The criteria in ballot order."""
        return self.criteria or tuple(c for g in self.groups for c in g.criteria)

    @property
    def weights(self) -> dict[str, Fraction]:
        """Criterion id -> share of the stage total; the shares sum to exactly 1."""
        if self.criteria:
            return {c.id: c.weight / 100 for c in self.criteria}
        return {c.id: g.weight * c.weight / 10000 for g in self.groups for c in g.criteria}


class Final(Rule):
    """How the stages make the final score. `weights_status`: "contoh" until the juknis is attached."""

    weights: dict[str, Weight]
    weights_status: str = "ditetapkan"


class TieStep(Rule):
    """One step that parts equal scores: a criterion id, a stage id or `received_at`."""

    step: str
    meaning: str = ""


class Rounding(Rule):
    """How scores are shown; ranks always use exact values."""

    rank_on: str = "nilai tepat"
    display_decimals: int = Field(default=2, ge=0, le=6)
    display_rounding: Literal["half-up"] = "half-up"
