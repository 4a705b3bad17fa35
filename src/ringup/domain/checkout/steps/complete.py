"""The end: an order gets here by ``domain.completion`` alone, with its payments and its stock."""

from ringup.domain.checkout.step import Step

STEP = Step(name="complete")
