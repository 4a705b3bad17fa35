"""The last look: nothing is missing but the buyer's word; all needs before are checked again."""

from ringup.domain.checkout.step import Step

STEP = Step(name="confirm")
